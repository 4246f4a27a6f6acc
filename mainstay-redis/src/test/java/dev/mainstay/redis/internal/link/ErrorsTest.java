package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers of all versions say, as they say it. */
class ErrorsTest {
  private static final String REDIS_7_0 =
      "ERR Script attempted to access a non local key in a cluster node script: 9f27e673, on"
          + " @user_script:12.";
  private static final String LATER =
      "ERR Unable to execute command 'exists' in script because undeclared keys were accessed"
          + " during rehashing of the slot script: 9f27e673, on @user_script:12.";

  @ParameterizedTest
  @ValueSource(strings = {REDIS_7_0, LATER})
  void aSlotOnItsWayIsNoFaultOfTheStore(String said) {
    assertThat(Errors.isOnItsWay(said)).isTrue();
    assertThat(new Errors("redis-cluster://h").refusal("sessions.update", said))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.applied()).isEqualTo(Applied.NO));
  }
}
