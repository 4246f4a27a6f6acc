package dev.mainstay.codec;

import dev.mainstay.errors.CodecException;
import java.util.ServiceLoader;

/** The JSON codec of this process: the first that {@link ServiceLoader} finds. */
public final class Json {
  private Json() {}

  /**
   * The codec of this process.
   *
   * @throws CodecException where there is none on the class path or module path
   */
  public static JsonCodec codec() {
    return Holder.CODEC;
  }

  /** Loaded on first use, so that programs that store no values need no codec. */
  private static final class Holder {
    static final JsonCodec CODEC =
        ServiceLoader.load(JsonCodec.class, JsonCodec.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () -> new CodecException("no JSON codec found: add the artifact mainstay-jackson"));
  }
}
