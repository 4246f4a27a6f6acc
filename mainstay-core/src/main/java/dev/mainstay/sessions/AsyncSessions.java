package dev.mainstay.sessions;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@link Sessions} without waiting: the same operations, each answering with a stage. Stages
 * complete on the thread that hears the store, which must not be blocked: go on with {@code …Async}
 * methods where the continuation does more than a little.
 */
public interface AsyncSessions {
  /** See {@link Sessions#start(SessionStart)}. */
  CompletionStage<Started> start(SessionStart start);

  /** See {@link Sessions#find}. */
  CompletionStage<Found> find(String token);

  /** See {@link Sessions#update}. */
  CompletionStage<Updated> update(String token, Change change);

  /** See {@link Sessions#rotate}. */
  CompletionStage<Rotated> rotate(String token, Rotation rotation);

  /** See {@link Sessions#revoke(String)}. */
  CompletionStage<Boolean> revoke(String token);

  /** See {@link Sessions#revoke(String, String)}. */
  CompletionStage<Boolean> revoke(String user, String id);

  /** See {@link Sessions#revokeAll}. */
  CompletionStage<Integer> revokeAll(String user);

  /** See {@link Sessions#revokeOthers}. */
  CompletionStage<Integer> revokeOthers(String user, String exceptId);

  /** See {@link Sessions#revokeEverything}. */
  CompletionStage<Void> revokeEverything();

  /** See {@link Sessions#list(String)}. */
  CompletionStage<List<SessionInfo>> list(String user);

  /** See {@link Sessions#list(String, Duration)}. */
  CompletionStage<List<SessionInfo>> list(String user, Duration staleness);
}
