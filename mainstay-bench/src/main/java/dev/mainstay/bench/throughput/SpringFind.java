package dev.mainstay.bench.throughput;

import dev.mainstay.bench.peers.Sample;
import dev.mainstay.bench.peers.SpringStore;
import java.time.Instant;
import java.util.Objects;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** What Spring Session's filter does in each request: find, note the access, save. */
final class SpringFind<S extends Session> implements Contestant {
  private final SpringStore<S> store;
  private final SessionRepository<S> repository;
  private final String[] ids;

  SpringFind(SpringStore<S> store, int count) {
    this.store = store;
    this.repository = store.repository();
    this.ids = new String[count];
    for (int i = 0; i < count; i++) {
      ids[i] = Sample.start(repository, i);
    }
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public void findAndTouch(int session) {
    S found = Objects.requireNonNull(repository.findById(ids[session]), "a session is gone");
    found.setLastAccessedTime(Instant.now());
    repository.save(found);
  }

  @Override
  public void close() {
    store.close();
  }
}
