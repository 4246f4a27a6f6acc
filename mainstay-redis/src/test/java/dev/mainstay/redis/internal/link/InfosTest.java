package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InfosTest {
  @Test
  void severalServersSpeakAsOne() {
    Map<String, String> one =
        Map.of(
            "connected_clients",
            "3",
            "mem_fragmentation_ratio",
            "1.20",
            "role",
            "master",
            "db0",
            "keys=5,expires=5");
    Map<String, String> other =
        Map.of(
            "connected_clients",
            "4",
            "mem_fragmentation_ratio",
            "1.05",
            "role",
            "master",
            "db0",
            "keys=7,expires=7",
            "only_here",
            "x");

    assertThat(Infos.together(List.of(one, other)))
        .containsEntry("connected_clients", "7")
        .containsEntry("mem_fragmentation_ratio", "1.20")
        .containsEntry("role", "master")
        .containsEntry("db0", "keys=12")
        .containsEntry("only_here", "x");
  }

  @Test
  void oneServerSpeaksForItself() {
    Map<String, String> info = Map.of("db0", "keys=5,expires=5", "used_memory", "7");
    assertThat(Infos.together(List.of(info))).isEqualTo(info);
  }
}
