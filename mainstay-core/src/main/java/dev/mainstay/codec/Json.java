package dev.mainstay.codec;

import dev.mainstay.errors.CodecException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The JSON codec of this process: the first that {@link ServiceLoader} finds. */
public final class Json {
  private Json() {}

  /**
   * The codec of this process.
   *
   * @throws CodecException where there is none on the class path or module path
   */
  public static JsonCodec codec() {
    JsonCodec codec = Holder.CODEC;
    if (codec == null) {
      throw new CodecException("no JSON codec found: add the artifact mainstay-jackson");
    }
    return codec;
  }

  /** Loaded on first use, so that programs that store no values need no codec. */
  private static final class Holder {
    // Thrown here, it would be told once, and then that this class is not there.
    static final @Nullable JsonCodec CODEC =
        ServiceLoader.load(JsonCodec.class, JsonCodec.class.getClassLoader())
            .findFirst()
            .orElse(null);
  }
}
