package dev.mainstay.spi;

import java.util.concurrent.CompletionStage;

/**
 * Says of what near finds of sessions stand on that it changed; the sessions themselves are watched
 * by {@link SessionStore#find(Credential, Watch)}. This is a contract: the TCK has a test for each
 * of its sentences.
 *
 * <p>Stages fail as those of {@link SessionStore} do.
 */
public interface SessionInvalidations extends Proofs {
  /**
   * Watches a namespace, which changes when all of its sessions are revoked. A session that a find
   * answers which began after this has answered was not revoked with its namespace before the watch
   * stood: while the watch stands, neither is it since.
   */
  CompletionStage<Void> watchNamespace(String namespace, Watch watch);
}
