package dev.mainstay.errors;

import java.time.Duration;

/**
 * The store answers but refuses writes: memory full, a replica, a disk that fails, replicas
 * missing. Nothing was written. Reads go on.
 */
public final class StoreRefusedException extends StoreUnavailableException {
  private static final long serialVersionUID = 1L;
  private final String code;

  /**
   * @param operation what was attempted
   * @param code the store's own word, as in {@code OOM} or {@code READONLY}
   * @param problem what the store said and what to look at
   */
  public StoreRefusedException(String operation, String code, String problem) {
    super(operation, problem, Applied.NO, Duration.ofSeconds(1), null);
    this.code = code;
  }

  /**
   * The store's own word for it: {@code OOM}, {@code READONLY}, {@code MISCONF} or {@code
   * NOREPLICAS}.
   */
  public String code() {
    return code;
  }
}
