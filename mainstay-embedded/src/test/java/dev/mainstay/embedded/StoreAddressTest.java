package dev.mainstay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses and how they are handed on. */
class StoreAddressTest {
  private static final StoreAddress SOCKET = StoreAddress.socket("/run/a.sock", "app", "s3cret");
  private static final StoreAddress LOOPBACK = StoreAddress.loopback(4711, "app", "s3cret");

  @Test
  void severalFollowEachOtherOnOneStream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SOCKET.writeTo(out);
    LOOPBACK.writeTo(out);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(StoreAddress.readFrom(in)).isEqualTo(SOCKET);
    assertThat(StoreAddress.readFrom(in)).isEqualTo(LOOPBACK);
    assertThatThrownBy(() -> StoreAddress.readFrom(in)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void noTextOfItHoldsThePassword() {
    assertThat(SOCKET).hasToString("redis-socket:///run/a.sock?user=app&password=***");
    assertThat(LOOPBACK).hasToString("redis://app:***@127.0.0.1:4711");
    StoreAddress nodes =
        StoreAddress.nodes("redis-sentinel", List.of(1, 2), "/0#main", "app", "s3cret");
    assertThat(nodes).hasToString("redis-sentinel://app:***@127.0.0.1:1,127.0.0.1:2/0#main");
    assertThat(LOOPBACK.url()).isEqualTo("redis://app:s3cret@127.0.0.1:4711");
    assertThatThrownBy(() -> StoreAddress.of("http://app:s3cret@host"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("s3cret");
  }
}
