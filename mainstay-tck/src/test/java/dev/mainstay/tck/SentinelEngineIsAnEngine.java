package dev.mainstay.tck;

/** The contract, on a primary that sentinels watch. */
class SentinelEngineIsAnEngine extends EngineContract {
  @Override
  protected HeldEngine open() {
    return new HeldRedis(RedisStore.sentinel());
  }
}
