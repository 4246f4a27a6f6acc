package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.AsyncSessions;
import dev.mainstay.sessions.Sessions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two surfaces have the same operations, but for a stage around each answer. */
class SurfacesTest {
  private static final Set<String> NO_OPERATION =
      Set.of("with", "encrypted", "policy", "namespace", "async", "subscribe");

  @Test
  void haveTheSameOperations() {
    Set<String> waiting =
        Arrays.stream(Sessions.class.getDeclaredMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .filter(method -> !NO_OPERATION.contains(method.getName()))
            .map(method -> signature(method, method.getGenericReturnType()))
            .collect(Collectors.toSet());
    Set<String> staged =
        Arrays.stream(AsyncSessions.class.getDeclaredMethods())
            .map(method -> signature(method, unstaged(method)))
            .collect(Collectors.toSet());
    assertThat(staged).isNotEmpty().isEqualTo(waiting);
  }

  private static String signature(Method method, Type answer) {
    return answer.getTypeName()
        + " "
        + method.getName()
        + Arrays.toString(method.getGenericParameterTypes());
  }

  private static Type unstaged(Method method) {
    ParameterizedType stage = (ParameterizedType) method.getGenericReturnType();
    assertThat(stage.getRawType()).as("%s", method).isEqualTo(CompletionStage.class);
    Type answer = stage.getActualTypeArguments()[0];
    if (answer == Boolean.class) {
      return boolean.class;
    }
    if (answer == Integer.class) {
      return int.class;
    }
    return answer == Void.class ? void.class : answer;
  }
}
