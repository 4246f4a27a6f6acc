/** The public API of Mainstay, its policies, and the waist between them and a store. */
module dev.mainstay.core {
  requires transitive java.sql;
  requires transitive static org.jspecify;

  exports dev.mainstay;
  exports dev.mainstay.cache;
  exports dev.mainstay.codec;
  exports dev.mainstay.errors;
  exports dev.mainstay.events;
  exports dev.mainstay.limits;
  exports dev.mainstay.memory;
  exports dev.mainstay.near;
  exports dev.mainstay.sessions;
  exports dev.mainstay.spi;
  exports dev.mainstay.time;

  uses dev.mainstay.codec.JsonCodec;
}
