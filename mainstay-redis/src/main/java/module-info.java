/** The engine on Redis or Valkey. */
module dev.mainstay.redis {
  requires transitive dev.mainstay.core;
  requires static transitive org.jspecify;
  requires com.github.benmanes.caffeine;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires lettuce.core;
  requires org.slf4j;

  exports dev.mainstay.redis;
}
