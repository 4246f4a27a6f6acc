package dev.mainstay.server.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * Configures Logback in code, found as a service: no file is searched for and no XML read. Until
 * the configuration is known, {@code MAINSTAY_LOG_LEVEL} and {@code MAINSTAY_LOG_FORMAT} count.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Map<String, String> environment = System.getenv();
    Logs.configure(
        context,
        environment.getOrDefault("MAINSTAY_LOG_LEVEL", "info"),
        environment.getOrDefault("MAINSTAY_LOG_FORMAT", "auto"));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
