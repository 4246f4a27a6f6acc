package dev.mainstay.tck;

class SealedMemoryIsAnEngine extends EngineContract {
  @Override
  protected HeldEngine open() {
    return new HeldSealed(new HeldMemory(1_800_000_000_000L));
  }
}
