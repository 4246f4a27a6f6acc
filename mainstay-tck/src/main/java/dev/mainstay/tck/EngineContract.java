package dev.mainstay.tck;

import dev.mainstay.tck.cache.AwaitSentences;
import dev.mainstay.tck.cache.EntrySentences;
import dev.mainstay.tck.cache.FillSentences;
import dev.mainstay.tck.cache.InspectSentences;
import dev.mainstay.tck.cache.InvalidateSentences;
import dev.mainstay.tck.cache.LeaseSentences;
import dev.mainstay.tck.cache.RefreshSentences;
import dev.mainstay.tck.cache.TagSentences;
import dev.mainstay.tck.cache.WatchSentences;
import dev.mainstay.tck.cache.WriteSentences;
import dev.mainstay.tck.limits.CountedSentences;
import dev.mainstay.tck.limits.HoldSentences;
import dev.mainstay.tck.limits.LapsedSentences;
import dev.mainstay.tck.limits.ReserveSentences;
import dev.mainstay.tck.limits.RuleSentences;
import dev.mainstay.tck.limits.TakeLimitSentences;
import dev.mainstay.tck.sessions.ClaimSentences;
import dev.mainstay.tck.sessions.FindSentences;
import dev.mainstay.tck.sessions.LifeSentences;
import dev.mainstay.tck.sessions.ListSentences;
import dev.mainstay.tck.sessions.RevokeSentences;
import dev.mainstay.tck.sessions.StartSentences;
import dev.mainstay.tck.sessions.TakeSentences;
import dev.mainstay.tck.sessions.TouchSentences;
import dev.mainstay.tck.sessions.TurnSentences;
import dev.mainstay.tck.sessions.UpdateSentences;
import dev.mainstay.tck.sessions.WatchedFindSentences;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What makes an engine one. A backend proves itself with one class:
 *
 * <pre>{@code
 * class MyEngineIsAnEngine extends EngineContract {
 *   protected HeldEngine open() { return new HeldMine(); }
 * }
 * }</pre>
 *
 * <p>Each test is one sentence of the Javadoc of {@link dev.mainstay.spi.SessionStore}, {@link
 * dev.mainstay.spi.SessionEventStore}, {@link dev.mainstay.spi.LimitStore} or {@link
 * dev.mainstay.spi.CacheStore} and bears its words. The tests need a JSON codec on the class path,
 * as {@code mainstay-jackson}. What the contract says of a store that fails (does not answer,
 * refuses writes) is not here: that takes a store that can be hurt.
 */
public abstract class EngineContract
    implements LifeSentences,
        StartSentences,
        FindSentences,
        TouchSentences,
        UpdateSentences,
        TurnSentences,
        ClaimSentences,
        RevokeSentences,
        WatchedFindSentences,
        ListSentences,
        TakeSentences,
        TakeLimitSentences,
        ReserveSentences,
        LapsedSentences,
        CountedSentences,
        HoldSentences,
        RuleSentences,
        LeaseSentences,
        AwaitSentences,
        WatchSentences,
        FillSentences,
        RefreshSentences,
        InvalidateSentences,
        WriteSentences,
        TagSentences,
        EntrySentences,
        InspectSentences {
  private @Nullable HeldEngine held;

  /** A fresh engine on an empty store, for one test. */
  protected abstract HeldEngine open();

  /** The engine of this test. */
  @Override
  public final HeldEngine held() {
    if (held == null) {
      throw new IllegalStateException("no test is under way");
    }
    return held;
  }

  /** Opens the engine of the test. */
  @BeforeEach
  protected void openEngine() {
    held = open();
  }

  /** Looks at what must hold after every test, then lets the engine go. */
  @AfterEach
  protected void checkAndClose() {
    try (HeldEngine ended = held()) {
      ended.check();
    }
  }
}
