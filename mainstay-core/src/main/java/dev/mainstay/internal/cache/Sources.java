package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncLoader;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Loader;
import dev.mainstay.errors.LoadFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
        return run(caller);
      }

      @Override
      public CompletionStage<Loaded<V>> aside() {
        return run(others);
      }

      private CompletionStage<Loaded<V>> run(Executor where) {
        CompletableFuture<Loaded<V>> end = new CompletableFuture<>();
        where.execute(() -> end(end));
        return end;
      }

      private void end(CompletableFuture<Loaded<V>> end) {
        try {
          end.complete(loaded.apply(loader.load(key)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          end.completeExceptionally(e);
        } catch (Throwable e) {
          end.completeExceptionally(e);
        }
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
    try {
      return how.apply(source);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    } catch (Error e) {
      return CompletableFuture.failedFuture(new LoadFailedException(cache, "failed", e));
    }
  }
}
