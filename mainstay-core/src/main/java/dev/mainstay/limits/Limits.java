package dev.mainstay.limits;

import dev.mainstay.errors.InvalidValueException;
import java.util.List;
import java.util.Optional;

/** The limits of a namespace and their rules. Safe for many threads. */
public interface Limits {
  /**
   * A limit, with a definition that applies where the store holds no rule of that name or one of a
   * lower revision. No round trip; the definition goes with the first take.
   */
  Limiter limiter(String name, Limit definition);

  /**
   * Takes of several limits in one decision: all of them or none, and a refusal counts nowhere. One
   * round trip; in a Cluster two, where the keys are not in one scope.
   *
   * @throws InvalidValueException where nobody defined one of the limits, a take says no scope
   *     where its rule counts within one, or they are not 1 to 32 different ones
   */
  Decision take(List<Take> takes);

  /** The rules in force, those of single keys too, by name and then key. One round trip. */
  List<Rule> rules();

  /** The rule of a name; empty where nobody defined it. One round trip. */
  Optional<Rule> rule(String name);

  /**
   * Defines or changes a rule for the whole fleet. Answers when no process decides by the old one
   * any more, which takes a quarter of a second.
   */
  Rule define(String name, Limit limit, Inherit inherit);

  /**
   * Gives one key a rule of its own, or changes it; answers as {@link #define}.
   *
   * @throws InvalidValueException where nobody defined the limit, or the namespace has 10,000 such
   *     rules already
   */
  Rule override(String name, String key, Limit limit, Inherit inherit);

  /**
   * Takes a key's own rule away, or with an empty key the limit's; answers as {@link #define}.
   * False where there was none.
   */
  boolean remove(String name, String key);

  /**
   * Reserves permits whose number is known only afterwards: they are held as if they were taken.
   * The {@link Decision.Allowed} bears what to {@link #settle} with as its lease. Reserving again
   * under the same id changes nothing and answers the same. One round trip.
   *
   * @throws InvalidValueException where the limit is {@link Algorithm#CONCURRENCY}, which holds
   *     what is taken anyway
   */
  Decision reserve(Take take, Reserve how);

  /**
   * Charges what was really used, and frees the rest. More than was reserved is charged all the
   * same, up to twice the capacity: until it has come back, others are refused. One round trip;
   * saying it again is safe.
   *
   * @param reservation the lease of the {@link Decision.Allowed}
   * @param actual how many permits; 0 for none
   */
  Settled settle(String reservation, long actual);

  /** Charges a part of what will be used, and goes on holding the rest. One round trip. */
  Settled settlePart(String reservation, long part);

  /** How a limit stands for a key, nothing taken, within the scope that the take says. */
  Standing state(Take take);

  /**
   * The keys of a limit that begin like this and of which something is counted, in no order; each
   * as a take of one permit. Looks through all keys of the store, a thousand in a round trip: for
   * who looks after it, not for a request.
   *
   * @param most 1 to 1,000
   */
  List<Take> keys(String name, String prefix, int most);

  /** Those who asked this process most for a limit, most first. No round trip. */
  List<Talker> talkers(String name, int most);

  /** Forgets what was taken. One round trip. False where nothing was. */
  boolean reset(Take take);

  /** Gives back what is held; see {@link Limiter#release}. */
  boolean release(Take take, String lease);

  /** Holds on to it; see {@link Limiter#renew}. */
  boolean renew(Take take, String lease);

  /** The namespace; limits of another are unknown here. */
  String namespace();

  /** The same operations without waiting. */
  AsyncLimits async();
}
