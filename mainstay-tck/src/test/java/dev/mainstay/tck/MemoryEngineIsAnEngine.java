package dev.mainstay.tck;

class MemoryEngineIsAnEngine extends EngineContract {
  @Override
  protected HeldEngine open() {
    return new HeldMemory(1_800_000_000_000L);
  }
}
