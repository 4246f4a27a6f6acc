package dev.mainstay.server.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Which events are logged, and in which form. */
public final class Logs {
  private static final String OURS = "dev.mainstay";

  private Logs() {}

  /**
   * Logs so from now on.
   *
   * @param level of Mainstay's own events: {@code error}, {@code warn}, {@code info} or {@code
   *     debug}; of the libraries' events, warnings and errors are logged, whatever it is
   * @param format {@code json}, {@code text}, or {@code auto}: text where standard error is a
   *     terminal
   */
  public static void configure(String level, String format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      configure(context, level, format);
    }
  }

  static void configure(LoggerContext context, String level, String format) {
    boolean text = format.equals("text") || (!format.equals("json") && Terminal.isError());
    Encoder<ILoggingEvent> lines = text ? new TextLines() : new JsonLines();
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> out = new ConsoleAppender<>();
    out.setContext(context);
    out.setName("stderr");
    out.setTarget("System.err");
    out.setEncoder(lines);
    out.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(out);
    root.setLevel(Level.WARN);
    context.getLogger(OURS).setLevel(Level.toLevel(level, Level.INFO));
  }
}
