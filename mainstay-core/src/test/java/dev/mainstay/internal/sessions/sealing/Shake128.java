package dev.mainstay.internal.sessions.sealing;

/**
 * SHAKE-128 (FIPS 202), which the JDK does not offer to programs: the published vectors are drawn
 * from it and summed up by it. Takes bytes in, then gives any number out.
 */
final class Shake128 {
  private static final int RATE = 168;
  private static final int LANES = 25;
  private static final int ROUNDS = 24;

  private final long[] state = new long[LANES];
  private int at;
  private boolean giving;

  Shake128 take(byte[] bytes) {
    for (byte each : bytes) {
      flip(at++, each);
      if (at == RATE) {
        permute();
        at = 0;
      }
    }
    return this;
  }

  byte[] give(int count) {
    if (!giving) {
      flip(at, (byte) 0x1f);
      flip(RATE - 1, (byte) 0x80);
      at = RATE;
      giving = true;
    }
    byte[] out = new byte[count];
    for (int i = 0; i < count; i++) {
      if (at == RATE) {
        permute();
        at = 0;
      }
      out[i] = (byte) (state[at / 8] >>> at % 8 * 8);
      at++;
    }
    return out;
  }

  private void flip(int position, byte bits) {
    state[position / 8] ^= (bits & 0xffL) << position % 8 * 8;
  }

  private void permute() {
    int lfsr = 1;
    for (int round = 0; round < ROUNDS; round++) {
      theta();
      rhoAndPi();
      chi();
      // Iota: the constant's bits come from a shift register, those at 2^j - 1.
      for (int j = 0; j < 7; j++) {
        if ((lfsr & 1) != 0) {
          state[0] ^= 1L << (1 << j) - 1;
        }
        lfsr = lfsr << 1 ^ (lfsr >> 7) * 0x171;
      }
    }
  }

  private void theta() {
    long[] parity = new long[5];
    for (int i = 0; i < LANES; i++) {
      parity[i % 5] ^= state[i];
    }
    for (int i = 0; i < LANES; i++) {
      state[i] ^= parity[(i + 4) % 5] ^ Long.rotateLeft(parity[(i + 1) % 5], 1);
    }
  }

  private void rhoAndPi() {
    int x = 1;
    int y = 0;
    long moving = state[1];
    for (int t = 1; t < LANES; t++) {
      int nextY = (2 * x + 3 * y) % 5;
      x = y;
      y = nextY;
      long there = state[x + 5 * y];
      state[x + 5 * y] = Long.rotateLeft(moving, t * (t + 1) / 2);
      moving = there;
    }
  }

  private void chi() {
    for (int row = 0; row < LANES; row += 5) {
      long first = state[row];
      long second = state[row + 1];
      for (int x = 0; x < 5; x++) {
        long next = x == 4 ? first : state[row + x + 1];
        long overNext = x == 3 ? first : x == 4 ? second : state[row + x + 2];
        state[row + x] ^= ~next & overNext;
      }
    }
  }
}
