package dev.mainstay.tck;

/** The contract, on a cluster of three primaries: a call whose keys are not in one slot fails. */
class ClusterEngineIsAnEngine extends EngineContract {
  @Override
  protected HeldEngine open() {
    return new HeldRedis(RedisStore.cluster());
  }
}
