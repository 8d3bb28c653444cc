package preflight.resource.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the clients make of each was tried with psycopg 3.3 (libpq 18), SQLAlchemy 2.1, asyncpg
 * 0.31, Django's dj-database-url, redis-py 8.1, pg-connection-string 2, ioredis 5 and node-redis 5.
 */
final class UrlReadingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://app:Zk7%23Qm@db:5432/app                  | app, Zk7#Qm, db:5432, app, -
          postgres://app:Zk7:Qm@db/app                           | app, Zk7:Qm, db:-, app, -
          postgresql://app:Zk7%2BQ%20m@db/my%20db                | app, Zk7+Q m, db:-, my db, -
          postgresql://app:a+b@db/app                            | app, a+b, db:-, app, -
          postgresql://app:pw@/app?host=/cloudsql/p:r:i          | app, pw, /cloudsql/p:r:i:-, app, -
          postgresql:///app?host=/cloudsql/p:r:i&user=app&password=a%26b | app, a&b, /cloudsql/p:r:i:-, app, -
          postgresql://app:pw@%2Fcloudsql%2Fp%3Ar%3Ai/app        | app, pw, /cloudsql/p:r:i:-, app, -
          postgresql://app:pw@h1:5432,h2:5433/app                | app, pw, h1:5432 h2:5433, app, -
          postgresql://app:pw@[::1]:5432/app                     | app, pw, ::1:5432, app, -
          postgresql://app:pw@db/app?sslmode=require             | app, pw, db:-, app, require
          postgresql://app:pw@db?dbname=other                    | app, pw, db:-, other, -
          postgresql://app:pw@db                                 | app, pw, db:-, app, -
          postgresql://app:pw@db:/app                            | app, pw, db:-, app, -
          postgresql://app:pw@localhost/app?host=/cloudsql/p:r:i&schema=public | app, pw, /cloudsql/p:r:i:-, app, -
          postgres://app:pw@db/app?sslmode=no-verify             | app, pw, db:-, app, require
          postgresql+asyncpg://app:pw@db/app?ssl=require         | app, pw, db:-, app, require
          postgresql+psycopg://app:pw@/app?host=/cloudsql/p:r:i  | app, pw, /cloudsql/p:r:i:-, app, -
          postgresql+psycopg://app:pw@/app?host=a:1&host=b:2     | app, pw, a:1 b:2, app, -
          postgresql+pg8000://app:pw@/app?unix_sock=/cloudsql/p:r:i/.s.PGSQL.5432 | app, pw, /cloudsql/p:r:i:-, app, -
          postgres+pg8000://app:pw@db/app                        | app, pw, db:-, app, -
          jdbc:postgresql://db:5433/app?user=app&password=p%23w  | app, p#w, db:5433, app, -
          jdbc:postgresql://db/app?ssl=true&user=app             | app, -, db:-, app, verify-full
          jdbc:postgresql:///app?cloudSqlInstance=p:r:i&socketFactory=com.google.cloud.sql.postgres.SocketFactory&user=app | app, -, /cloudsql/p:r:i:-, app, -
          host=db port=5433 user='a b' password=x\\'y dbname=app | a b, x'y, db:5433, app, -
          host=/cloudsql/p:r:i user=app password='p w' dbname=app| app, p w, /cloudsql/p:r:i:-, app, -
          Host=db;Port=5433;Username=app;Password=p#w;Database=app;Search Path=x;SSL Mode=VerifyFull | app, p#w, db:5433, app, verify-full
          Server=db;User Id=app;Password="a;b";Database=app      | app, a;b, db:-, app, -
          redis://:pw@h                                          | -, pw, h:-, -, false
          redis://u:p%23w@h:6380/3                               | u, p#w, h:6380, 3, false
          redis://:p@w@h/1                                       | -, p@w, h:-, 1, false
          redis://h?db=4                                         | -, -, h:-, 4, false
          redis://u:@h/1                                         | u, -, h:-, 1, false
          rediss://default:a+b@h                                 | default, a+b, h:-, -, true
          valkeys://default:ab@h                                 | default, ab, h:-, -, true
          redis://                                               | -, -, localhost:-, -, false
          unix:///tmp/r.sock?db=2                                | -, -, /tmp/r.sock:-, 2, -
          unix://u:p@/tmp/r.sock                                 | u, p, /tmp/r.sock:-, -, -
          redis+sentinel://:pw@s1:26379,s2:26379/mymaster/2      | -, pw, s1:26379 s2:26379, 2, false
          redis-sentinel://s1,s2/0?sentinelMasterId=m            | -, -, s1:- s2:-, 0, false
          rediss+cluster://:pw@h1:1,h2:2                         | -, pw, h1:1 h2:2, -, true
          cache.example.com:6380,password=abc=,ssl=True,abortConnect=False | -, abc=, cache.example.com:6380, -, true
          https://api.example.com/v1?x=a@b                       | -, -, api.example.com:-, -, -
          amqp://u:p@mq:5672/%2F                                 | u, p, mq:5672, -, -
          file:///etc/x                                          | -, -, , -, -
          """)
  void readsWhatClientsRead(String text, String expected) {
    ConnectionUrl url = UrlReading.of(text).understood().orElseThrow();
    String read =
        "%s, %s, %s, %s, %s"
            .formatted(
                url.user().orElse("-"),
                url.password().orElse("-"),
                url.hosts().stream()
                    .map(it -> it.name() + ":" + it.port().map(String::valueOf).orElse("-"))
                    .collect(Collectors.joining(" ")),
                url.value(UrlPart.DATABASE).orElse("-"),
                url.tls().orElse("-"));
    assertThat(read).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          postgresql://app:Zk7Qm2Xv9#Wn8Ry3Kx6Lc5Hd@db:5432/app | PASSWORD | character 10 of the password is '#', which ends the host of a URL for most clients; write it as %23
          postgresql://app:Zk7Qm?Xv9@db:5432/app  | PASSWORD | character 6 of the password is '?', which ends the host of a URL for most clients; write it as %3F
          postgresql://app:Zk7/Qm@db:5432/app     | PASSWORD | character 4 of the password is '/', which ends the host of a URL for most clients; write it as %2F
          postgresql://app:123/Qm@db:5432/app     | PASSWORD | character 4 of the password is '/'
          postgresql://app:123#Qm@db:5432/app     | PASSWORD | character 4 of the password is '#'
          postgresql://app:Zk7@Qm@db:5432/app     | PASSWORD | character 4 of the password is '@', which some clients take for its end
          postgresql://app:Zk7%Qm@db:5432/app     | PASSWORD | character 4 of the password is '%', which begins a code and is followed by none; write it as %25
          postgresql://app:Zk7 Qm@db:5432/app     | PASSWORD | character 4 of the password is a blank, which clients refuse; write it as %20
          postgresql://app:Zk7[Qm@db:5432/app     | PASSWORD | character 4 of the password is '['
          postgresql://app@proj.iam:pw@db/app     | USER     | character 4 of the user is '@'
          postgresql://app:pw@db:abc/app          | PORT     | what stands behind the host is no port
          postgresql://app:pw@db:70000/app        | PORT     | the port is not from 1 to 65535
          postgresql://app:pw@a/app?host=b        | HOST     | of which each client takes another
          postgresql:///app?user=app&password=a+b | PASSWORD | character 2 of the password is '+', which most clients take for a blank
          postgresql+psycopg://a:b@h1:1,h2:2/app  | HOST     | SQLAlchemy takes one host there
          postgresql+psycopg://a:b@%2Fsocket/app  | HOST     | SQLAlchemy resolves no codes there
          postgresql+asyncpg://a:b@db/x?sslmode=require | QUERY | write ssl= instead
          postgres+asyncpg://a:b@db/x             | SCHEME   | write postgresql+asyncpg
          postgres://a:b@db/x?sslmode=yes         | QUERY    | sslmode is none of
          jdbc:postgresql://app:pw@db/app         | USER     | write ?user=…&password=… instead
          redis://u:p#w@h:6380/3                  | PASSWORD | character 2 of the password is '#'
          redis://:p/w@h/1                        | PASSWORD | character 2 of the password is '/'
          redis://u:p%w@h                         | PASSWORD | character 2 of the password is '%'
          redis://pw@h                            | USER     | write :PASSWORD@ for a password alone
          redis://h/abc                           | DATABASE | the path is no number of a database
          redis://h/2?db=4                        | DATABASE | of which each client takes another
          redis://h1:1,h2:2/0                     | HOST     | several hosts
          host=db user=a b                        | QUERY    | a value with blanks stands in quotation marks
          db.example.com                          | SCHEME   | it has no scheme, such as postgresql://
          https://                                | HOST     | it has no host
          https://a b/                            | HOST     | character 2 of the host is a blank
          """)
  void saysWhyClientsRefuse(String text, UrlPart part, String words) {
    UrlMistake mistake = UrlReading.of(text).mistaken().orElseThrow();
    assertThat(mistake.part()).isEqualTo(part);
    assertThat(mistake.words()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"postgresql://a:b@db/x\n", " redis://h", "\"redis://h\"", "", "redis://h\n1"})
  void refusesWhatStandsAround(String text) {
    assertThat(UrlReading.of(text).mistaken()).isPresent();
  }

  @Test
  void showsNothing() {
    assertThat(UrlReading.of("redis://:hidden@h").toString()).doesNotContain("hidden");
  }
}
