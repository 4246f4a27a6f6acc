package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncLoader;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Loader;
import dev.mainstay.errors.LoadFailedException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes sources of loaders. */
final class Sources {
  private Sources() {}

  /** Of a loader that does not block. */
  static <K, T extends @Nullable Object, V extends @Nullable Object> Source<V> of(
      K key, AsyncLoader<? super K, T> loader, Function<T, Loaded<V>> loaded, boolean tags) {
    return new Source<>() {
      @Override
      public CompletionStage<Loaded<V>> here() {
        return loader.load(key).thenApply(loaded);
      }

      @Override
      public CompletionStage<Loaded<V>> aside() {
        return here();
      }

      @Override
      public boolean tags() {
        return tags;
      }
    };
  }

  /**
   * Of a loader that blocks.
   *
   * @param caller where it runs for who waits
   * @param others where it runs for nobody
   */
  static <K, T extends @Nullable Object, V extends @Nullable Object> Source<V> of(
      K key,
      Loader<? super K, T> loader,
      Function<T, Loaded<V>> loaded,
      boolean tags,
      Executor caller,
      Executor others) {
    return new Source<>() {
      @Override
      public CompletionStage<Loaded<V>> here() {
        return here(() -> {});
      }

      @Override
      public CompletionStage<Loaded<V>> aside() {
        return aside(() -> {});
      }

      @Override
      public CompletionStage<Loaded<V>> here(Runnable begins) {
        return run(caller, begins);
      }

      @Override
      public CompletionStage<Loaded<V>> aside(Runnable begins) {
        return run(others, begins);
      }

      private CompletionStage<Loaded<V>> run(Executor where, Runnable begins) {
        return Sources.run(where, begins, () -> loaded.apply(loader.load(key)));
      }

      @Override
      public boolean tags() {
        return tags;
      }
    };
  }

  /** A load that begins now; one that throws at once fails like any other. */
  static <V extends @Nullable Object> CompletionStage<Loaded<V>> begin(
      String cache, Function<Source<V>, CompletionStage<Loaded<V>>> how, Source<V> source) {
    return begin(cache, () -> how.apply(source));
  }

  /** The same for a load of anything; one that answers no stage fails too. */
  static <T extends @Nullable Object> CompletionStage<T> begin(
      String cache, Supplier<CompletionStage<T>> load) {
    try {
      return Objects.requireNonNull(
          load.get(), "the loader answered null instead of a CompletionStage");
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } catch (Error e) {
      return CompletableFuture.failedFuture(new LoadFailedException(cache, "failed", e));
    }
  }

  /**
   * What blocks, run somewhere.
   *
   * @param begins is run there before
   */
  static <T extends @Nullable Object> CompletionStage<T> run(
      Executor where, Runnable begins, Callable<T> work) {
    CompletableFuture<T> end = new CompletableFuture<>();
    where.execute(
        () -> {
          begins.run();
          end(end, work);
        });
    return end;
  }

  private static <T extends @Nullable Object> void end(CompletableFuture<T> end, Callable<T> work) {
    try {
      end.complete(work.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end.completeExceptionally(e);
    } catch (Throwable e) {
      end.completeExceptionally(e);
    }
  }

  /** How one ended is how the other ends. */
  static <T extends @Nullable Object> void pass(
      T value, @Nullable Throwable failed, CompletableFuture<T> other) {
    if (failed == null) {
      other.complete(value);
    } else {
      other.completeExceptionally(failed);
    }
  }
}
