package dev.mainstay.memory;

import dev.mainstay.spi.NearStore;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** So many values; of more, any go. */
final class MemoryNearStore<K, T> implements NearStore<K, T> {
  private final Map<K, T> values = new ConcurrentHashMap<>();
  private final int most;
  private final Consumer<T> evicted;

  MemoryNearStore(int most, Consumer<T> evicted) {
    this.most = most;
    this.evicted = evicted;
  }

  @Override
  public @Nullable T get(K key) {
    return values.get(key);
  }

  @Override
  public @Nullable T put(K key, T value) {
    T before = values.put(key, value);
    Iterator<Map.Entry<K, T>> any = values.entrySet().iterator();
    while (values.size() > most && any.hasNext()) {
      Map.Entry<K, T> one = any.next();
      if (!one.getValue().equals(value) && values.remove(one.getKey(), one.getValue())) {
        evicted.accept(one.getValue());
      }
    }
    return before;
  }

  @Override
  public void remove(K key, T value) {
    values.remove(key, value);
  }
}
