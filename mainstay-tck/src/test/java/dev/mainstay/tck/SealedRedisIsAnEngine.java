package dev.mainstay.tck;

class SealedRedisIsAnEngine extends EngineContract {
  @Override
  protected HeldEngine open() {
    return new HeldSealed(new HeldRedis());
  }
}
