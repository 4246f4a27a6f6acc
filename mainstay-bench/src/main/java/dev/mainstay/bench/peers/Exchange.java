package dev.mainstay.bench.peers;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its response without a container: what a session filter asks of them. */
final class Exchange {
  private static final String COOKIE = "SESSION";

  private static final ServletContext CONTEXT =
      proxy(ServletContext.class, (self, method, args) -> nothing(method));

  private final Map<String, Object> attributes = new HashMap<>();
  private final @Nullable String sent;
  private @Nullable String received;

  /** A request with that cookie; null for none. */
  Exchange(@Nullable String cookie) {
    this.sent = cookie;
  }

  HttpServletRequest request() {
    return proxy(HttpServletRequest.class, (self, method, args) -> request(method, args));
  }

  HttpServletResponse response() {
    return proxy(HttpServletResponse.class, (self, method, args) -> response(method, args));
  }

  /** The cookie that the client has afterwards. */
  String cookie() {
    String cookie = received == null ? sent : received;
    if (cookie == null) {
      throw new IllegalStateException("the response sets no " + COOKIE + " cookie");
    }
    return cookie;
  }

  private @Nullable Object request(Method method, Object[] args) {
    return switch (method.getName()) {
      case "getAttribute" -> attributes.get((String) args[0]);
      case "setAttribute" -> attributes.put((String) args[0], args[1]);
      case "removeAttribute" -> attributes.remove((String) args[0]);
      case "getCookies" -> sent == null ? null : new Cookie[] {new Cookie(COOKIE, sent)};
      case "getContextPath" -> "";
      case "getServletContext" -> CONTEXT;
      case "getRequestURI" -> "/";
      case "getMethod" -> "GET";
      default -> nothing(method);
    };
  }

  private @Nullable Object response(Method method, Object[] args) {
    if (method.getName().endsWith("Header") && args.length == 2) {
      String prefix = COOKIE + "=";
      String value = String.valueOf(args[1]);
      if ("Set-Cookie".equals(args[0]) && value.startsWith(prefix)) {
        received = value.substring(prefix.length(), value.indexOf(';'));
      }
    }
    return nothing(method);
  }

  private static @Nullable Object nothing(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    return type == long.class ? 0L : null;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    ClassLoader loader = Exchange.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler));
  }
}
