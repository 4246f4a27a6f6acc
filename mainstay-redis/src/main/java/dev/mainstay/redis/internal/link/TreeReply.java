package dev.mainstay.redis.internal.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any reply as a list of {@code byte[]}, {@code Long}, {@code Double}, {@code Boolean}, nested
 * lists and {@code null}. A reply that is a single value becomes a list of one. Elements are
 * counted here, so that it does not matter how deep the parser says it is.
 */
final class TreeReply extends Reply<List<@Nullable Object>> {

  private record Level(List<@Nullable Object> list, int size) {}

  private final Deque<Level> open = new ArrayDeque<>(2);
  private boolean started;

  TreeReply() {
    super(new ArrayList<>(1));
  }

  @Override
  public void multi(int count) {
    List<@Nullable Object> list = new ArrayList<>(Math.max(count, 0));
    if (started) {
      output.add(list);
    } else {
      started = true;
      output = list;
    }
    open.push(new Level(list, count));
    descend();
  }

  private void add(@Nullable Object value) {
    started = true;
    output.add(value);
    descend();
  }

  /** Closes what is full; {@code output} is always the innermost list that is not. */
  private void descend() {
    while (!open.isEmpty() && open.element().list().size() >= open.element().size()) {
      Level full = open.pop();
      output = open.isEmpty() ? full.list() : open.element().list();
    }
    if (!open.isEmpty()) {
      output = open.element().list();
    }
  }

  @Override
  public void set(@Nullable ByteBuffer bytes) {
    add(bytes == null ? null : Replies.copy(bytes));
  }

  @Override
  public void set(long integer) {
    add(integer);
  }

  @Override
  public void set(double number) {
    add(number);
  }

  @Override
  public void set(boolean value) {
    add(value);
  }

  @Override
  TreeReply fresh() {
    return new TreeReply();
  }
}
