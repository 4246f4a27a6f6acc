package dev.mainstay.chaos.invariants;

import static dev.mainstay.chaos.invariants.Told.ADA;
import static dev.mainstay.chaos.invariants.Told.FAILED;
import static dev.mainstay.chaos.invariants.Told.GONE;
import static dev.mainstay.chaos.invariants.Told.S;
import static dev.mainstay.chaos.invariants.Told.UNKNOWN;
import static dev.mainstay.chaos.invariants.Told.ended;
import static dev.mainstay.chaos.invariants.Told.live;
import static dev.mainstay.chaos.invariants.Told.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories that are as they have to be, and each way in which they may not be. */
class SessionInvariantsTest {
  private static final Duration LATE = Duration.ofMillis(100);
  private static final Subject USER = Subject.user(ADA);
  private static final Subject NEXT = S.nextToken();

  private static final Invariant STAND = Invariants.revocationsStand();
  private static final Invariant UNDONE = Invariants.revocationsAreNotUndone();
  private static final Invariant GONE_STAYS = new GoneStaysGone(Losses.NONE);
  private static final Invariant STAY = new SessionsStay(Losses.NONE, LATE);

  // --- acknowledged revocations stand

  @Test
  void aLookThatBeganBeforeTheAcknowledgementMayFindItAlive() {
    Finding finding =
        session()
            .at(10, 20, Verb.REVOKE, ended(1))
            .at(19, 30, Verb.FIND, live())
            .at(21, 30, Verb.FIND, GONE)
            .check(STAND);

    assertThat(finding.holds()).isTrue();
    assertThat(finding.opportunities()).isEqualTo(1);
  }

  @Test
  void findingARevokedSessionAliveIsFound() {
    assertFound(session().at(10, 20, Verb.REVOKE, ended(1)).at(21, 22, Verb.FIND, live()), STAND);
  }

  @Test
  void changingARevokedSessionIsFound() {
    assertFound(session().at(10, 20, Verb.REVOKE, ended(1)).at(21, 22, Verb.UPDATE, live()), STAND);
  }

  @Test
  void rotatingARevokedSessionIsFound() {
    assertFound(session().at(10, 20, Verb.REVOKE, ended(1)).at(21, 22, Verb.ROTATE, live()), STAND);
  }

  @Test
  void endingARevokedSessionOnceMoreIsFound() {
    assertFound(
        session().at(10, 20, Verb.REVOKE, ended(1)).at(21, 22, Verb.REVOKE, ended(1)), STAND);
  }

  @Test
  void listingARevokedSessionIsFound() {
    assertFound(
        session()
            .at(10, 20, Verb.REVOKE, ended(1))
            .at(21, 22, Verb.LIST, USER, new Outcome.Ok(new Answer.Listed(Set.of("s")))),
        STAND);
  }

  @Test
  void thatThereWasNothingToEndIsAPromiseToo() {
    assertFound(
        session()
            .at(10, 20, Verb.REVOKE, UNKNOWN)
            .at(21, 22, Verb.REVOKE, ended(0))
            .at(23, 24, Verb.FIND, live()),
        STAND);
  }

  @Test
  void ofATokenThatNobodyConfirmedItSaysNothingOfTheSession() {
    Told told =
        session()
            .at(10, 20, Verb.ROTATE, new Outcome.Unknown("unconfirmed"))
            .at(21, 22, Verb.REVOKE, S.nextToken(), ended(0))
            .at(23, 24, Verb.FIND, live());
    assertThat(told.check(STAND).holds()).isTrue();

    assertFound(told.at(25, 26, Verb.FIND, S.nextToken(), live()), STAND);
  }

  @Test
  void anUnknownRevocationMayGoEitherWay() {
    Told told = session().at(10, 20, Verb.REVOKE, UNKNOWN).at(21, 22, Verb.FIND, live());

    assertThat(told.check(STAND).holds()).isTrue();
    assertThat(told.at(30, 31, Verb.FIND, GONE).check(STAND).opportunities()).isZero();
  }

  @Test
  void aRevocationOfAllCoversWhatWasStartedBeforeIt() {
    Told told = session().at(10, 20, Verb.REVOKE_ALL, USER, ended(1));

    assertFound(told.at(21, 22, Verb.FIND, live()), STAND);
  }

  @Test
  void aRevocationOfAllDoesNotCoverWhatWasStartedMeanwhile() {
    Subject other = Subject.session(ADA, "other");
    Finding finding =
        session()
            .at(10, 20, Verb.REVOKE_ALL, USER, ended(1))
            .at(11, 19, Verb.START, USER, live(other, 0))
            .at(21, 22, Verb.FIND, other, live(other, 0))
            .check(STAND);

    assertThat(finding.holds()).isTrue();
    assertThat(finding.opportunities()).isZero();
  }

  @Test
  void aRevocationOfAllCoversNoOtherUser() {
    Finding finding =
        session()
            .at(10, 20, Verb.REVOKE_ALL, Subject.user("eve"), ended(0))
            .at(21, 22, Verb.FIND, live())
            .check(STAND);

    assertThat(finding.holds()).isTrue();
  }

  @Test
  void theTokenBeforeARotationIsDeadAndTheNextOneIsNot() {
    Told told = session().at(10, 20, Verb.ROTATE, live()).at(21, 22, Verb.FIND, NEXT, live());

    assertThat(told.check(STAND).holds()).isTrue();
    assertFound(told.at(23, 24, Verb.FIND, live()), STAND);
  }

  @Test
  void aLoginEndsTheSessionThatItReplaces() {
    Subject nobody = Subject.session("", "anonymous");
    assertFound(
        new Told()
            .at(0, 1, Verb.START, Subject.user(""), live(nobody, 0))
            .at(10, 20, Verb.LOGIN, nobody, live(S, 0))
            .at(21, 22, Verb.FIND, nobody, live(nobody, 0)),
        STAND);
  }

  @Test
  void aSessionWhoseStartNobodyConfirmedCountsFromItsFirstSight() {
    assertFound(
        new Told()
            .at(5, 6, Verb.FIND, live())
            .at(10, 20, Verb.REVOKE_ALL, USER, ended(1))
            .at(21, 22, Verb.FIND, live()),
        STAND);
  }

  @Test
  void aStaleAnswerDuringAFaultIsNoUndoneRevocation() {
    Told told =
        session()
            .struck(5, 40)
            .at(10, 20, Verb.REVOKE, ended(1))
            .at(30, 31, Verb.FIND, live())
            .at(50, 51, Verb.FIND, GONE);

    assertFound(told, STAND);
    assertHolds(told, UNDONE);
    assertThat(told.check(UNDONE).opportunities()).isEqualTo(1);
  }

  @Test
  void aRevocationThatIsUndoneIsFoundAfterTheFault() {
    assertFound(
        session().struck(5, 40).at(10, 20, Verb.REVOKE, ended(1)).at(50, 51, Verb.FIND, live()),
        UNDONE);
  }

  // --- what was seen gone stays gone

  @Test
  void comingBackIsFound() {
    assertFound(
        session()
            .at(10, 20, Verb.REVOKE, UNKNOWN)
            .at(21, 22, Verb.FIND, GONE)
            .at(23, 24, Verb.FIND, live()),
        GONE_STAYS);
  }

  @Test
  void answersToThoseWhoAskAtTheSameTimeMayDiffer() {
    Finding finding =
        session()
            .at(10, 20, Verb.REVOKE, UNKNOWN)
            .at(21, 25, Verb.FIND, GONE)
            .at(22, 26, Verb.FIND, live())
            .at(27, 28, Verb.FIND, GONE)
            .check(GONE_STAYS);

    assertThat(finding.holds()).isTrue();
    assertThat(finding.opportunities()).isEqualTo(1);
  }

  @Test
  void afterAFailoverWhatNobodyAcknowledgedMayComeBack() {
    Told told =
        session()
            .at(10, 20, Verb.REVOKE, UNKNOWN)
            .at(21, 22, Verb.FIND, GONE)
            .at(23, 24, Verb.FIND, live());
    Invariant invariant = new GoneStaysGone(Losses.FAILOVER);

    assertThat(told.check(invariant).holds()).isTrue();
    assertThat(told.check(invariant).note()).startsWith("1 looks");
    told.at(30, 31, Verb.REVOKE, ended(1)).at(32, 33, Verb.FIND, live());
    assertFound(told, invariant);
  }

  // --- sessions stay

  @Test
  void losingASessionIsFound() {
    assertFound(session().at(10, 20, Verb.FIND, GONE), STAY);
    assertFound(session().at(10, 20, Verb.UPDATE, GONE), STAY);
    assertFound(session().at(10, 20, Verb.REVOKE, ended(0)), STAY);
    assertFound(session().at(10, 20, Verb.REVOKE_ALL, USER, ended(0)), STAY);
    assertFound(
        session().at(10, 20, Verb.LIST, USER, new Outcome.Ok(new Answer.Listed(Set.of()))), STAY);
  }

  @Test
  void aFailoverMayLoseASession() {
    Finding finding =
        session().at(10, 20, Verb.FIND, GONE).check(new SessionsStay(Losses.FAILOVER, LATE));

    assertThat(finding.holds()).isTrue();
    assertThat(finding.note()).startsWith("1 looks");
  }

  @Test
  void aSessionThatMayHaveBeenEndedIsNotMissed() {
    assertHolds(session().at(10, 20, Verb.REVOKE, UNKNOWN).at(12, 13, Verb.FIND, GONE), STAY);
    assertHolds(session().at(10, 30, Verb.FIND, GONE).at(20, 25, Verb.REVOKE, ended(1)), STAY);
    assertHolds(session().at(10, 20, Verb.ROTATE, UNKNOWN).at(25, 26, Verb.FIND, GONE), STAY);
    assertHolds(
        session().at(10, 20, Verb.REVOKE, ended(0)).at(12, 14, Verb.REVOKE, ended(1)), STAY);
  }

  @Test
  void aRevocationThatFailedEndsNothing() {
    assertFound(session().at(10, 20, Verb.REVOKE, FAILED).at(25, 26, Verb.FIND, GONE), STAY);
  }

  @Test
  void anUnknownRevocationOfAllMayBeDoneLate() {
    Told before = new Told().at(0, 10, Verb.REVOKE_ALL, USER, UNKNOWN);
    before.at(50, 51, Verb.START, USER, live()).at(60, 61, Verb.FIND, GONE);
    assertHolds(before, STAY);

    Told longBefore = new Told().at(0, 10, Verb.REVOKE_ALL, USER, UNKNOWN);
    longBefore.at(150, 151, Verb.START, USER, live()).at(160, 161, Verb.FIND, GONE);
    assertFound(longBefore, STAY);
  }

  // --- counters

  @Test
  void aCounterMayIncludeWhatIsUnknownOrOnItsWay() {
    Told told =
        session()
            .at(10, 20, Verb.UPDATE, live(S, 1))
            .at(21, 22, Verb.UPDATE, UNKNOWN)
            .at(30, 40, Verb.UPDATE, live(S, 3));
    assertHolds(told.at(31, 39, Verb.FIND, live(S, 3)), counters());
    assertHolds(told.at(31, 39, Verb.FIND, live(S, 1)), counters());
  }

  @Test
  void anIncrementThatIsDoneTwiceIsFound() {
    assertFound(
        session().at(10, 20, Verb.UPDATE, UNKNOWN).at(30, 31, Verb.FIND, live(S, 2)), counters());
    assertFound(
        session().at(10, 20, Verb.UPDATE, FAILED).at(30, 31, Verb.FIND, live(S, 1)), counters());
    assertFound(session().at(10, 20, Verb.UPDATE, live(S, 2)), counters());
  }

  @Test
  void anIncrementThatIsLostIsFound() {
    Told told = session().at(10, 20, Verb.UPDATE, live(S, 1)).at(30, 31, Verb.FIND, live(S, 0));
    assertFound(told, counters());

    Finding afterFailover = told.check(new CountersCount(Losses.FAILOVER));
    assertThat(afterFailover.holds()).isTrue();
    assertThat(afterFailover.note()).startsWith("1 looks missed");
  }

  @Test
  void anIncrementThatFoundNothingCountsForNothing() {
    assertFound(
        session().at(10, 20, Verb.UPDATE, GONE).at(30, 31, Verb.FIND, live(S, 1)), counters());
  }

  // --- identities

  @Test
  void anotherIdentityIsFound() {
    Subject eve = Subject.session("eve", "e");
    assertFound(session().at(10, 20, Verb.FIND, live(eve, 0)), new IdentitiesAreRight());
    assertFound(
        session().at(10, 20, Verb.FIND, live(Subject.session(ADA, "t"), 0)),
        new IdentitiesAreRight());
    assertHolds(session().at(10, 20, Verb.FIND, live()), new IdentitiesAreRight());
  }

  private static Invariant counters() {
    return new CountersCount(Losses.NONE);
  }

  private static void assertFound(Told told, Invariant invariant) {
    assertThat(told.check(invariant).violations()).isNotEmpty();
  }

  private static void assertHolds(Told told, Invariant invariant) {
    assertThat(told.check(invariant).violations()).isEmpty();
  }
}
