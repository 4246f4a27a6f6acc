package dev.mainstay.limits;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What {@link Limits} does, without waiting. Its dependents must not block. */
public interface AsyncLimits {
  /** See {@link Limits#take}. */
  CompletionStage<Decision> take(List<Take> takes);

  /** See {@link Limits#rules}. */
  CompletionStage<List<Rule>> rules();

  /** See {@link Limits#rule}. */
  CompletionStage<Optional<Rule>> rule(String name);

  /** See {@link Limits#define}. */
  CompletionStage<Rule> define(String name, Limit limit, Inherit inherit);

  /** See {@link Limits#override}. */
  CompletionStage<Rule> override(String name, String key, Limit limit, Inherit inherit);

  /** See {@link Limits#remove}. */
  CompletionStage<Boolean> remove(String name, String key);

  /** See {@link Limits#reserve}. */
  CompletionStage<Decision> reserve(Take take, Reserve how);

  /** See {@link Limits#settle}. */
  CompletionStage<Settled> settle(String reservation, long actual);

  /** See {@link Limits#settlePart}. */
  CompletionStage<Settled> settlePart(String reservation, long part);

  /** See {@link Limits#state}. */
  CompletionStage<Standing> state(Take take);

  /** See {@link Limits#keys}. */
  CompletionStage<List<Take>> keys(String name, String prefix, int most);

  /** See {@link Limits#reset}. */
  CompletionStage<Boolean> reset(Take take);

  /** See {@link Limits#release}. */
  CompletionStage<Boolean> release(Take take, String lease);

  /** See {@link Limits#renew}. */
  CompletionStage<Boolean> renew(Take take, String lease);
}
