package dev.mainstay.tck.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.tck.model.Checker.Checked;
import dev.mainstay.tck.model.Near.Order;
import dev.mainstay.tck.model.Writers.Begin;
import dev.mainstay.tck.model.Writers.Finish;
import dev.mainstay.tck.model.Writers.Store;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol of caches in every order of its steps, for one entry and few parties; and that what
 * it has is all needed.
 */
class CacheProtocolTest {
  private static final Logger LOG = LoggerFactory.getLogger(CacheProtocolTest.class);

  @Test
  void aLeaseAndAPlaceholderKeepOutWhatIsOfBeforeAnInvalidation() {
    holds(new Near(true, true, Order.COMMIT_THEN_DELETE, 2, 1));
  }

  @Test
  void intentsKeepOutWhatIsOfBeforeAWriteEvenIfOneLapsesEarly() {
    holds(new Near(true, true, Order.INTENT, 2, 1));
  }

  @Test
  void withoutALeaseWhatIsOfBeforeStays() {
    breaks(new Near(false, true, Order.COMMIT_THEN_DELETE, 1, 0));
    breaks(new Near(false, false, Order.COMMIT_THEN_DELETE, 1, 0));
  }

  @Test
  void withoutAPlaceholderWhatIsOfBeforeStaysInTheNearCache() {
    breaks(new Near(true, false, Order.COMMIT_THEN_DELETE, 1, 1));
  }

  @Test
  void whoDeletesBeforeTheCommitLeavesWhatIsOfBefore() {
    breaks(new Near(true, true, Order.DELETE_THEN_COMMIT, 1, 0));
  }

  @Test
  void twoWritersMayDeleteAfterTheirCommitsAsLongAsNoneCrashes() {
    holds(new Writers(Begin.NOTHING, Finish.DELETE, Store.NEVER, 0, 1, false));
    breaks(new Writers(Begin.NOTHING, Finish.DELETE, Store.NEVER, 1, 1, false));
  }

  @Test
  void aSetOfIntentsOutlivesAWriterThatCrashes() {
    holds(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.NEVER, 1, 1, false));
    holds(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.NEVER, 2, 2, false));
  }

  @Test
  void aSetOfIntentsMayLapseEarlyAsLongAsNoneCrashes() {
    holds(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.NEVER, 0, 1, true));
    breaks(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.NEVER, 1, 1, true));
  }

  @Test
  void oneIntentForTwoWritersIsTooFew() {
    breaks(new Writers(Begin.ONE_INTENT, Finish.TAKE_OWN_INTENT, Store.NEVER, 1, 1, false));
  }

  @Test
  void whoDeletesTheIntentsOfOthersLeavesNoneForThem() {
    breaks(new Writers(Begin.SET_OF_INTENTS, Finish.DELETE, Store.NEVER, 1, 1, false));
  }

  @Test
  void aWriterThatWasAloneMayStoreWhatItWrote() {
    holds(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.IF_ALONE, 1, 1, false));
    holds(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.IF_ALONE, 0, 1, true));
  }

  /** The last to finish need not be the last that committed. */
  @Test
  void theLastOfTwoWritersMayStoreWhatTheOtherOverwrote() {
    breaks(new Writers(Begin.SET_OF_INTENTS, Finish.TAKE_OWN_INTENT, Store.IF_LAST, 0, 0, false));
  }

  private static void holds(Protocol<?> protocol) {
    Checked<?> checked = Checker.check(protocol);
    LOG.info("{}: {} states, none broken", protocol, checked.states());
    assertThat(checked.way()).as("the way to what must never be, of %s", protocol).isEmpty();
  }

  private static void breaks(Protocol<?> protocol) {
    Checked<?> checked = Checker.check(protocol);
    LOG.info(
        "{}: broken after {} steps, {} states", protocol, checked.way().size(), checked.states());
    assertThat(checked.isBroken()).as("whether %s is found out", protocol).isTrue();
  }
}
