package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final String OTHER = "other";

  @Test
  void aReplicaIsAsOldAsTheYoungestThatItHasReached() {
    Samples samples = samples(100, 10, 20);
    samples.add(200, new Position("h", 40));
    assertThat(samples.age(new Position("h", 40), 250)).isEqualTo(50);
    assertThat(samples.age(new Position("h", 39), 250)).as("not the last").isEqualTo(149);
    assertThat(samples.age(new Position("h", 9), 250)).isEqualTo(Samples.UNPROVEN);
    assertThat(samples.age(new Position(OTHER, 99), 250)).isEqualTo(Samples.UNPROVEN);
    assertThat(samples.youngest(250)).isEqualTo(50);
  }

  @Test
  void keepsAsManyAsItIsTold() {
    Samples samples = new Samples(2, 0);
    for (int i = 1; i <= 3; i++) {
      samples.add(i, new Position("h", i));
    }
    assertThat(samples.age(new Position("h", 1), 10)).isEqualTo(Samples.UNPROVEN);
    assertThat(samples.age(new Position("h", 2), 10)).isEqualTo(8);
  }

  @Test
  void whatWasOvertakenOrAskedBeforeForgettingDoesNotCount() {
    Samples samples = samples(100, 10);
    samples.add(90, new Position("h", 5));
    assertThat(samples.age(new Position("h", 7), 200)).isEqualTo(Samples.UNPROVEN);
    samples.forget(300);
    assertThat(samples.youngest(300)).isEqualTo(Samples.UNPROVEN);
    samples.add(299, new Position("h", 20));
    assertThat(samples.youngest(300)).isEqualTo(Samples.UNPROVEN);
    samples.add(301, new Position("h", 20));
    assertThat(samples.youngest(310)).isEqualTo(9);
  }

  @Test
  void readsWhereWhoIs() {
    Map<String, String> primary =
        Map.of("role", "master", "master_replid", "h", "master_repl_offset", "7");
    assertThat(Position.ofPrimary(primary)).isEqualTo(new Position("h", 7));
    assertThat(Position.ofReplica(primary)).as("no replica").isNull();
    Map<String, String> replica = new HashMap<>();
    replica.put("role", "slave");
    replica.put("master_link_status", "up");
    replica.put("master_replid", "h");
    replica.put("slave_repl_offset", "6");
    replica.put("slave_read_repl_offset", "8");
    assertThat(Position.ofReplica(replica)).as("what is applied").isEqualTo(new Position("h", 6));
    assertThat(Position.ofPrimary(replica)).as("no primary").isNull();
    replica.put("master_link_status", "down");
    assertThat(Position.ofReplica(replica)).isNull();
    assertThat(Position.ofReplica(Map.of())).isNull();
  }

  /** The promise, in seeded walks over writes, failovers, lags and answers out of order. */
  @Test
  void noWriteThatIsOlderThanTheAgeIsMissing() {
    long proofs = 0;
    for (long seed = 0; seed < 300; seed++) {
      Walk walk = new Walk(seed);
      for (int step = 0; step < 300; step++) {
        walk.step();
      }
      assertThat(walk.broken).as("seed %d", seed).isEmpty();
      proofs += walk.proofs;
    }
    assertThat(proofs).isGreaterThan(5_000);
  }

  /** A sample that counts from its answer on is what the walks have to find. */
  @Test
  void theWalksFindASampleThatCountsFromItsAnswer() {
    long broken = 0;
    for (long seed = 0; seed < 300; seed++) {
      Walk walk = new Walk(seed);
      walk.fromAnswer = true;
      for (int step = 0; step < 300; step++) {
        walk.step();
      }
      broken += walk.broken.size();
    }
    assertThat(broken).isPositive();
  }

  private static Samples samples(long first, long... offsets) {
    Samples samples = new Samples(10, 0);
    for (int i = 0; i < offsets.length; i++) {
      samples.add(first + i, new Position("h", offsets[i]));
    }
    return samples;
  }

  /** A primary, a replica, and a process that watches both. */
  private static final class Walk {
    private record Write(long acknowledged, int history, long offset) {}

    private record Question(long asked, Position told) {}

    private final Random random;
    private final Samples samples = new Samples(10, 0);
    private final List<Write> writes = new ArrayList<>();
    private final List<Question> onTheWay = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private boolean fromAnswer;
    private long proofs;
    private long now = 1;
    private int history;
    private long offset;
    private int followed;
    private long applied;

    Walk(long seed) {
      random = new Random(seed);
    }

    void step() {
      now += 1 + random.nextInt(5);
      int die = random.nextInt(100);
      if (die < 30) {
        offset += 1 + random.nextInt(9);
        writes.add(new Write(now, history, offset));
      } else if (die < 45) {
        onTheWay.add(new Question(now, new Position("h" + history, offset)));
      } else if (die < 60 && !onTheWay.isEmpty()) {
        Question heard = onTheWay.remove(random.nextInt(onTheWay.size()));
        samples.add(fromAnswer ? now : heard.asked(), heard.told());
      } else if (die < 80) {
        apply();
      } else if (die < 82) {
        failOver();
      } else {
        look();
      }
    }

    private void apply() {
      if (followed == history) {
        applied += random.nextLong(offset - applied + 1);
      } else if (random.nextBoolean()) {
        followed = history;
        applied = offset;
      }
    }

    /** Another takes over, with what it has; the rest is lost. */
    private void failOver() {
      long kept = offset - random.nextInt(20);
      writes.removeIf(write -> write.history() == history && write.offset() > kept);
      history++;
      offset = Math.max(0, kept);
    }

    private void look() {
      long age = samples.age(new Position("h" + followed, applied), now);
      if (age == Samples.UNPROVEN) {
        return;
      }
      proofs++;
      for (Write write : writes) {
        boolean there =
            write.history() < followed
                || (write.history() == followed && write.offset() <= applied);
        if (write.acknowledged() < now - age && !there) {
          broken.add(write + " is missing at " + now + " where the age is " + age);
        }
      }
    }
  }
}
