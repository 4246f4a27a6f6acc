package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotaTest {
  @Test
  void everyPartitionBelongsToExactlyOneWorker() {
    List<String> workers = workers(4);
    List<Rota> rotas = rotas(workers);
    for (int partition = 0; partition < Partition.COUNT; partition++) {
      int each = partition;
      assertThat(rotas.stream().filter(rota -> rota.isMine(each))).hasSize(1);
    }
  }

  @Test
  void sharesAreAboutEqual() {
    for (int count : new int[] {2, 4, 8}) {
      double even = (double) Partition.COUNT / count;
      assertThat(rotas(workers(count)))
          .allSatisfy(
              rota -> assertThat(rota.share()).isBetween((int) (even / 2), (int) (even * 2)));
    }
  }

  @Test
  void whoGoesLeavesItsShareAndMovesNoOther() {
    List<String> workers = workers(4);
    Rota stays = new Rota(workers.get(0));
    stays.there(workers);
    List<Integer> before = mine(stays);
    stays.there(workers.subList(0, 3));
    assertThat(mine(stays)).containsAll(before).hasSizeGreaterThan(before.size());
  }

  @Test
  void nobodyIsThereUntilItIsTold() {
    assertThat(new Rota("a").share()).isZero();
  }

  private static List<Integer> mine(Rota rota) {
    return IntStream.range(0, Partition.COUNT).filter(rota::isMine).boxed().toList();
  }

  private static List<String> workers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "worker-" + i * 7919).toList();
  }

  private static List<Rota> rotas(List<String> workers) {
    List<Rota> rotas = new ArrayList<>();
    for (String worker : workers) {
      Rota rota = new Rota(worker);
      rota.there(workers);
      rotas.add(rota);
    }
    return rotas;
  }
}
