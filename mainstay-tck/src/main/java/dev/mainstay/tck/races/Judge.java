package dev.mainstay.tck.races;

import dev.mainstay.tck.races.Trial.Act;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at the history of one trial for what must not happen, whatever the order was. */
final class Judge {
  private final List<Deed> deeds;
  private final List<String> wrongs = new ArrayList<>();

  Judge(List<Deed> deeds) {
    this.deeds = deeds;
  }

  /** What is wrong, in words; empty where all is well. */
  List<String> wrongs() {
    losersGetAnAnswer();
    whatIsDeadStaysDead();
    ofManyTurnsOneWins();
    noIncrementIsLost();
    return wrongs;
  }

  private void losersGetAnAnswer() {
    deeds.stream().filter(Deed::failed).forEach(deed -> wrong("an exception", deed));
  }

  private void whatIsDeadStaysDead() {
    long dead = deathKnownAt();
    for (Deed deed : deeds) {
      if (deed.begun() > dead && (deed.metLife() || deed.outcome().equals("ended"))) {
        wrong("a resurrection", deed);
      }
    }
  }

  /** When the first deed ended after which the session was known to be dead. */
  long deathKnownAt() {
    return deeds.stream()
        .filter(Deed::provesDeath)
        .mapToLong(Deed::ended)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void ofManyTurnsOneWins() {
    Set<String> turned = new HashSet<>();
    for (Deed deed : deeds) {
      if (deed.outcome().equals("Turned") && !turned.add(deed.proof())) {
        wrong("a second winner of a rotation", deed);
      }
    }
  }

  private void noIncrementIsLost() {
    Set<String> counts = new HashSet<>();
    for (Deed deed : deeds) {
      if (deed.act() == Act.UPDATE && deed.outcome().startsWith("Done")) {
        if (!counts.add(deed.outcome())) {
          wrong("a lost increment", deed);
        }
      }
    }
  }

  /** How many increments were acknowledged. */
  long increments() {
    return deeds.stream().filter(deed -> deed.outcome().startsWith("Done")).count();
  }

  /** How many pairs of deeds of different actors really overlapped in time. */
  long overlaps() {
    long overlaps = 0;
    for (int i = 0; i < deeds.size(); i++) {
      for (int j = i + 1; j < deeds.size(); j++) {
        overlaps += deeds.get(i).overlaps(deeds.get(j)) ? 1 : 0;
      }
    }
    return overlaps;
  }

  /** How many changes of any kind overlapped with what ended the session. */
  long closeCalls() {
    return deeds.stream()
        .filter(Deed::provesDeath)
        .flatMap(end -> deeds.stream().filter(end::overlaps))
        .filter(deed -> deed.act() != Act.FIND)
        .count();
  }

  /** The hash that proves the session at last, by the turns that were won. */
  String lastProof() {
    String proof = Deed.FIRST_PROOF;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Deed deed : deeds) {
        if (deed.outcome().equals("Turned") && deed.proof().equals(proof)) {
          proof = deed.name();
          moved = true;
        }
      }
    }
    return proof;
  }

  private void wrong(String what, Deed deed) {
    List<String> history = deeds.stream().map(Deed::line).toList();
    wrongs.add(what + ": " + deed.line() + " in\n  " + String.join("\n  ", history));
  }
}
