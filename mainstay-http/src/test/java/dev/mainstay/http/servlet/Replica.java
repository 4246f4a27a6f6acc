package dev.mainstay.http.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/**
 * A Tomcat on a free port of loopback with the filter in front of whatever servlet a test gives. An
 * assertion that fails within the servlet fails the test.
 */
final class Replica implements AutoCloseable {
  /** Held, since a logger that nobody holds forgets its settings. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private final AtomicReference<@Nullable AssertionError> failed = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Tomcat tomcat = new Tomcat();
  private volatile Handler handler = (request, response) -> {};

  /** What a test's servlet does. */
  interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  Replica(Filter filter, Path folder) throws LifecycleException {
    TOMCAT.setUseParentHandlers(false);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer((classes, own) -> register(own, filter), Set.of());
    tomcat.start();
  }

  private void register(ServletContext context, Filter filter) {
    FilterRegistration.Dynamic first = context.addFilter("sessions", filter);
    first.setAsyncSupported(true);
    first.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    ServletRegistration.Dynamic servlet = context.addServlet("test", new TestServlet());
    servlet.setAsyncSupported(true);
    servlet.addMapping("/");
  }

  HttpResponse<String> get(String cookie, Handler does) throws Exception {
    return send(request(cookie).GET(), does);
  }

  HttpResponse<String> post(String cookie, Handler does) throws Exception {
    return send(request(cookie).header("Origin", origin()).POST(BodyPublishers.noBody()), does);
  }

  HttpResponse<String> send(HttpRequest.Builder request, Handler does) throws Exception {
    Handler before = handler;
    handler = does;
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      AssertionError failure = failed.getAndSet(null);
      if (failure != null) {
        throw failure;
      }
      return response;
    } finally {
      handler = before;
    }
  }

  HttpRequest.Builder request(String cookie) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + "/any"));
    return cookie.isEmpty() ? request : request.header("Cookie", cookie);
  }

  String origin() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
  }

  /** The cookie as the browser sends it back; empty where none was set. */
  static String cookie(HttpResponse<String> response) {
    Optional<String> set = response.headers().firstValue("Set-Cookie");
    return set.map(field -> field.substring(0, field.indexOf(';'))).orElse("");
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  private final class TestServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        handler.handle(request, response);
      } catch (AssertionError e) {
        failed.set(e);
      }
    }
  }
}
