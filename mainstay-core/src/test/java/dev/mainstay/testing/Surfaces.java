package dev.mainstay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Holds a waiting surface and its staged twin together, but for a stage around each answer. */
public final class Surfaces {
  private Surfaces() {}

  /** Fails unless both have the same operations; those by these names may differ. */
  public static void areAlike(Class<?> waiting, Class<?> staged, Set<String> otherwise) {
    Set<String> expected =
        Arrays.stream(waiting.getDeclaredMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .filter(method -> !otherwise.contains(method.getName()))
            .map(method -> signature(method, method.getGenericReturnType()))
            .collect(Collectors.toSet());
    Set<String> found =
        Arrays.stream(staged.getDeclaredMethods())
            .filter(method -> !otherwise.contains(method.getName()))
            .map(method -> signature(method, unstaged(method)))
            .collect(Collectors.toSet());
    assertThat(found).isNotEmpty().isEqualTo(expected);
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
