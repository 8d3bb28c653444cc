package preflight.source.python.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.source.rule.ImportTimeCalls;

class ImportTimeTest {

  private static final ImportTimeCalls SHIPPED = new ImportTimeCalls();

  private static List<String> found(String text, ImportTimeCalls rule) {
    var calls = Sources.facts(text, CallReader::read);
    var imports = new ImportTime(calls, Sources.facts(text, SureCallReader::read));
    var found = new ArrayList<String>();
    calls
        .keySet()
        .forEach(module ->
            imports
                .of(module, rule.lookup()::why)
                .forEach(it ->
                    found.add(
                        "%s:%d %s%s"
                            .formatted(
                                module,
                                it.line(),
                                it.qualified(),
                                it.last()
                                    .map(last ->
                                        " -> %s %s:%d"
                                            .formatted(last, it.lastModule(), it.lastLine()))
                                    .orElse("")))));
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        import psycopg2
        from psycopg2 import connect as join, pool
        a = psycopg2.connect("x") # expect: psycopg2.connect
        b = join("x") # expect: psycopg2.connect
        class A:
            them = pool.SimpleConnectionPool(1, 2) # expect: psycopg2.pool.SimpleConnectionPool
        def f(x=psycopg2.connect()): # expect: psycopg2.connect
            return psycopg2.connect()
        later = lambda: psycopg2.connect()
        if __name__ == "__main__":
            psycopg2.connect()
        with open("x") as file:
            requests = __import__("requests")
        """,
        """
        import requests, os
        try:
            keys = requests.get("x")
        except requests.RequestException:
            keys = {}
        if os.environ.get("X"):
            keys = requests.get("x")
        all = [requests.get(it) for it in keys]
        one = keys or requests.get("x")
        try:
            two = requests.get("x") # expect: requests.get
        finally:
            pass
        """,
        """
        from app.db import engine, Base
        from app import db
        import sqlalchemy as sa
        Base.metadata.create_all(bind=engine) # expect: app.db.Base.metadata.create_all
        db.Base.metadata.create_all(engine) # expect: app.db.Base.metadata.create_all
        sa.create_engine("x")
        with engine.connect() as c: # expect: sqlalchemy.create_engine.connect
            pass
        ## app.db
        from sqlalchemy import create_engine
        from sqlalchemy.orm import DeclarativeBase
        engine = create_engine("x")
        class Base(DeclarativeBase): ...
        """,
        """
        from app import cache
        from app.cache import client
        client.ping() # expect: redis.Redis.ping
        cache.client.get("x") # expect: redis.Redis.get
        cache.other.ping()
        ## app.cache
        import redis
        client = redis.Redis()
        if True:
            other = redis.Redis()
        else:
            other = None
        """,
        """
        from app.db import Manager, Below, make, late, lazily, task
        a = Manager() # expect: app.db.Manager -> psycopg2.connect app.db:6
        b = Below() # expect: app.db.Below -> psycopg2.connect app.db:6
        c = make() # expect: app.db.make -> psycopg2.connect app.db:6
        d = late()
        e = lazily(1)
        f = task()
        a.again() # expect: app.db.Manager.again -> psycopg2.connect app.db:6
        ## app.db
        import psycopg2
        class Manager:
            def __init__(self):
                self._open()
            def _open(self):
                self.connection = psycopg2.connect()
            def again(self):
                self._open()
        class Below(Manager): ...
        def make():
            return Manager()
        async def late():
            return Manager()
        def lazily(x):
            if x: return None
            return Manager()
        @job
        def task():
            Manager()
        def endless():
            endless()
        endless()
        """,
      })
  void whatOpensAConnectionAtImport(String text) {
    assertThat(found(text, SHIPPED)).containsExactlyInAnyOrderElementsOf(Sources.expected(text));
  }

  /** Made while a module is imported, they work; Google advises it for its own. */
  @Test
  void clientsThatConnectLater() {
    assertThat(
            found(
                """
                import redis, httpx, boto3
                from sqlalchemy import create_engine
                from pymongo import MongoClient
                from google.cloud import storage, firestore
                a = redis.Redis(), redis.from_url("x"), httpx.Client(), create_engine("x")
                b = MongoClient("x"), storage.Client(), firestore.Client(), boto3.client("s3")
                c = httpx.AsyncClient().get("x")
                """,
                SHIPPED))
        .isEmpty();
  }

  @Test
  void aTeamNamesItsOwnAndAllowsSome() {
    var own =
        new ImportTimeCalls(
            List.of(
                new ImportTimeCalls.Call("redis.Redis", "ours"),
                new ImportTimeCalls.Call("Manager", "ours")),
            List.of("psycopg2.connect"));
    assertThat(
            found(
                """
                import redis, psycopg2
                from app.cache import Manager, ManagerOfMore
                a = redis.Redis.from_url("x")
                b = Manager()
                c = ManagerOfMore()
                d = psycopg2.connect()
                ## app.cache
                class Manager: ...
                class ManagerOfMore: ...
                """,
                own))
        .containsExactly("main:3 redis.Redis.from_url", "main:4 app.cache.Manager");
  }
}
