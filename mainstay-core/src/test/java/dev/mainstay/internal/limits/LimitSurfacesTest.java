package dev.mainstay.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.AsyncLimits;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
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
class LimitSurfacesTest {
  private static final Set<String> NO_OPERATION =
      Set.of("limiter", "namespace", "async", "name", "of", "inChunks", "talkers");

  @Test
  void limitsHaveTheSameOperations() {
    assertThat(staged(AsyncLimits.class)).isNotEmpty().isEqualTo(waiting(Limits.class));
  }

  @Test
  void aLimiterHasTheSameOperations() {
    assertThat(staged(AsyncLimiter.class)).isNotEmpty().isEqualTo(waiting(Limiter.class));
  }

  private static Set<String> waiting(Class<?> surface) {
    return Arrays.stream(surface.getDeclaredMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .filter(method -> !NO_OPERATION.contains(method.getName()))
        .map(method -> signature(method, method.getGenericReturnType()))
        .collect(Collectors.toSet());
  }

  private static Set<String> staged(Class<?> surface) {
    return Arrays.stream(surface.getDeclaredMethods())
        .map(method -> signature(method, unstaged(method)))
        .collect(Collectors.toSet());
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
    return answer == Boolean.class ? boolean.class : answer;
  }
}
