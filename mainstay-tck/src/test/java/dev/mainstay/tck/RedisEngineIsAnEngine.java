package dev.mainstay.tck;

class RedisEngineIsAnEngine extends EngineContract {
  @Override
  protected HeldEngine open() {
    return new HeldRedis();
  }
}
