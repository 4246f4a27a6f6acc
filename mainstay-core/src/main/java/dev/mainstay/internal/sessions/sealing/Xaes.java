package dev.mainstay.internal.sessions.sealing;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * XAES-256-GCM (c2sp.org/XAES-256-GCM) on the AES of the JDK: AES-256-GCM under a key that is
 * derived for each message from the first half of a nonce of 192 bits.
 *
 * <p>Why not AES-GCM itself: its nonce of 96 bits may be drawn at random for 2^32 messages of a key
 * at most, which a fleet can write in weeks. With 192 bits it is 2^80. The derivation costs one
 * call of AES on two blocks.
 */
final class Xaes {
  static final int NONCE_BYTES = 24;
  static final int TAG_BYTES = 16;
  private static final int BLOCK = 16;
  private static final int HALF = NONCE_BYTES / 2;

  private final SecretKey key;
  private final byte[] k1;

  /** Under a key of 32 bytes. */
  Xaes(SecretKey key) {
    this.key = key;
    this.k1 = doubled(aes(new byte[BLOCK]));
  }

  /** The nonce, the ciphertext and its tag. A nonce serves one message. */
  byte[] seal(byte[] nonce, byte[] context, byte[] message) {
    byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + message.length + TAG_BYTES);
    try {
      gcm(Cipher.ENCRYPT_MODE, nonce, context)
          .doFinal(message, 0, message.length, sealed, NONCE_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw everyJavaHasAes(impossible);
    }
    return sealed;
  }

  /** The message that {@link #seal} was given with the same context; null for all other bytes. */
  byte @Nullable [] open(byte[] context, byte[] sealed) {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      return null;
    }
    try {
      return gcm(Cipher.DECRYPT_MODE, sealed, context)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException notSealedSo) {
      return null;
    } catch (GeneralSecurityException impossible) {
      throw everyJavaHasAes(impossible);
    }
  }

  private Cipher gcm(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    GCMParameterSpec half = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce, HALF, HALF);
    gcm.init(mode, derived(nonce), half);
    gcm.updateAAD(context);
    return gcm;
  }

  /** CMAC of two messages of one block each, which is AES of the message and K1. */
  private SecretKey derived(byte[] nonce) {
    byte[] blocks = new byte[2 * BLOCK];
    for (int i = 0; i < 2; i++) {
      int at = i * BLOCK;
      blocks[at + 1] = (byte) (i + 1);
      blocks[at + 2] = 'X';
      System.arraycopy(nonce, 0, blocks, at + BLOCK - HALF, HALF);
      for (int j = 0; j < BLOCK; j++) {
        blocks[at + j] ^= k1[j];
      }
    }
    return new SecretKeySpec(aes(blocks), "AES");
  }

  /** Each block by itself: the raw permutation, for the derivation and nothing else. */
  private byte[] aes(byte[] blocks) {
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, key);
      return aes.doFinal(blocks);
    } catch (GeneralSecurityException impossible) {
      throw everyJavaHasAes(impossible);
    }
  }

  /** CMAC's subkey K1: a doubling in GF(2^128), without a branch on a secret bit. */
  private static byte[] doubled(byte[] block) {
    byte[] doubled = new byte[BLOCK];
    int carry = 0;
    for (int i = BLOCK - 1; i >= 0; i--) {
      int shifted = (block[i] & 0xff) << 1 | carry;
      doubled[i] = (byte) shifted;
      carry = shifted >>> 8;
    }
    doubled[BLOCK - 1] ^= (byte) (0x87 & -carry);
    return doubled;
  }

  private static AssertionError everyJavaHasAes(GeneralSecurityException impossible) {
    return new AssertionError("every Java has AES", impossible);
  }
}
