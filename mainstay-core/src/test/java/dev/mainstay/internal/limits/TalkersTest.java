package dev.mainstay.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Talker;
import java.util.List;
import org.junit.jupiter.api.Test;

class TalkersTest {
  @Test
  void theLoudestIsFoundAmongManyMoreThanAreCounted() {
    Talkers talkers = new Talkers();
    for (int i = 0; i < 100_000; i++) {
      talkers.count("api", "key" + i % 5_000, 1);
      if (i % 50 == 0) {
        talkers.count("api", "loud", 1);
      }
      talkers.count("api", "louder", i % 10 == 0 ? 1 : 0);
    }
    List<Talker> most = talkers.most("api", 2);
    assertThat(most).extracting(Talker::key).startsWith("louder");
    assertThat(most.get(0).takes()).isGreaterThanOrEqualTo(10_000);
    assertThat(talkers.most("other", 2)).isEmpty();
  }
}
