package dev.mainstay.tck.near;

import static dev.mainstay.sessions.Change.change;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.near.Near;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Engine;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Sessions, one after the other of each user: most versions are an attribute, some are the end of
 * the session, the next one's first attribute is a version then. Only what is found near counts.
 */
public final class SessionAges extends Ages {
  private static final String NAMESPACE = "ages";

  /** Of so many versions one ends the session, and one the user's sessions. */
  private static final int ENDS = 7;

  /** Of so many versions one ends all sessions there are. */
  private static final int WHOLE_ENDS = 199;

  private final Mainstay reader;
  private final Sessions finds;
  private final Sessions sessions;
  private final AtomicReferenceArray<String> tokens = new AtomicReferenceArray<>(THINGS);
  private final String[] held = new String[THINGS];
  private final Found[] last = new Found[THINGS];

  /**
   * @param reader the engine of the process that has them near; closed with this
   * @param writer the other's
   */
  public SessionAges(Engine reader, Engine writer) {
    this.reader = Mainstay.on(reader);
    this.finds =
        this.reader.sessions(NAMESPACE, SessionPolicy.DEFAULT.near(Near.of(100).maxAge(MOST)));
    this.sessions = Mainstay.on(writer).sessions(NAMESPACE, SessionPolicy.DEFAULT.limit(1_000));
    for (int thing = 0; thing < THINGS; thing++) {
      start(thing, 0);
    }
    begin();
  }

  private void start(int thing, long version) {
    Started started = sessions.start(user(thing), Attributes.none().with("v", version));
    tokens.set(thing, started.token());
  }

  private static String user(int thing) {
    return "u" + thing;
  }

  @Override
  protected void write(int thing, long version) {
    String token = tokens.get(thing);
    if (version % WHOLE_ENDS == 0) {
      sessions.revokeEverything();
    } else if (version % ENDS == 0) {
      sessions.revoke(token);
    } else if (version % ENDS == 1) {
      sessions.revokeAll(user(thing));
    } else if (sessions.update(token, change().set("v", version)) instanceof Updated.Done) {
      return;
    }
    acknowledged(thing, version);
    start(thing, version);
  }

  @Override
  protected OptionalLong read(int thing) {
    try {
      // Who has a token goes on with it until he is told that it is worth nothing.
      String token = held[thing] == null ? tokens.get(thing) : held[thing];
      Found found = finds.find(token);
      held[thing] = found.isLive() ? token : null;
      boolean isNear = found.equals(last[thing]) && found == last[thing];
      last[thing] = found;
      return isNear && found instanceof Found.Live live
          ? OptionalLong.of(live.session().attributes().find("v", Long.class).orElseThrow())
          : OptionalLong.empty();
    } catch (MainstayException away) {
      return OptionalLong.empty();
    }
  }

  /** The keys of the sessions as they are now. */
  public List<String> keys() {
    return IntStream.range(0, THINGS).mapToObj(tokens::get).map(SessionAges::key).toList();
  }

  private static String key(String token) {
    String[] parts = token.split("\\.", -1);
    String tag = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(parts[1]));
    return "ms:s1:{" + tag + "}:" + NAMESPACE + ":s:" + parts[2];
  }

  @Override
  public void close() {
    super.close();
    reader.close();
  }
}
