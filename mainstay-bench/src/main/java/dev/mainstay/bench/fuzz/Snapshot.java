package dev.mainstay.bench.fuzz;

import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The keys of a namespace as they should be, to be put back after they were damaged. */
final class Snapshot {
  private final List<Stored> keys = new ArrayList<>();

  Snapshot(Resp admin, String namespace) {
    List<?> all =
        (List<?>) Objects.requireNonNull(admin.call("KEYS", "ms:s1:*:" + namespace + ":*"));
    for (Object key : all) {
      if (!((String) key).endsWith(":epoch")) {
        keys.add(Stored.read(admin, (String) key));
      }
    }
  }

  List<Stored> keys() {
    return keys;
  }

  Stored session(String id) {
    return key(":s:" + id);
  }

  Stored end(String id) {
    return key(":e:" + id);
  }

  Stored index(String user) {
    return key(":u:" + user);
  }

  private Stored key(String end) {
    return keys.stream().filter(one -> one.key().endsWith(end)).findFirst().orElseThrow();
  }

  /** What makes a user's index and sessions as they were. */
  List<String[]> writing(String user, List<String> ids) {
    List<Stored> theirs = new ArrayList<>(List.of(index(user)));
    for (String id : ids) {
      theirs.add(session(id));
      theirs.add(end(id));
    }
    List<String[]> commands = new ArrayList<>();
    theirs.forEach(stored -> commands.addAll(stored.writing(stored.fields())));
    return commands;
  }
}
