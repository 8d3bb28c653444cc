package preflight.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.command.Command;
import preflight.check.signal.Signal;

/**
 * Where the remedies of a check stand: at the check for what it asks itself, and here for what it
 * shares with other checks, such as a connection that fails.
 */
@Remedy(
    on = Signal.API_DISABLED,
    text = "Enable the API; that takes effect after some minutes.",
    commands = "gcloud services enable {api} --project={project}")
@Remedy(
    on = Signal.BILLING_DISABLED,
    text =
        "Link the project to an open billing account; recovery takes up to 30 minutes. The first command"
            + " shows the open accounts.",
    commands = {
      "gcloud billing accounts list --filter=open=true",
      "gcloud billing projects link {project} --billing-account={BILLING_ACCOUNT?one of those accounts}"
    })
@Remedy(
    on = Signal.POLICY_DENIED,
    text =
        "Run from a network or as a caller that the policy of the organisation allows. The command shows"
            + " the audit log, which names the perimeter.",
    commands =
        "gcloud logging read 'protoPayload.metadata.violationReason:*' --project={project} --limit=5"
            + " --freshness=1h")
@Remedy(
    on = Signal.RUN_SERVICE_NOT_FOUND,
    text =
        "Correct the name, project or region in the profile, or deploy the service. The command shows the"
            + " services that exist.",
    commands = "gcloud run services list --region={region} --project={project}")
@Remedy(
    on = Signal.DNS_FAILED,
    text =
        "Run again. If the resolver still does not answer, repair the resolver of this machine, or the"
            + " DNS zone, peering or forwarding that the name belongs to. The command shows the zones.",
    commands = "gcloud dns managed-zones list --project={project}")
@Remedy(
    on = Signal.DNS_NOT_FOUND,
    text =
        "Correct the host in the profile, or create its DNS record. The command shows what the resolver"
            + " of this machine answers.",
    commands = "dig +short -q {host}")
@Remedy(
    on = {Signal.TCP_REFUSED, Signal.TCP_TIMEOUT, Signal.TCP_UNREACHABLE},
    text =
        "Start what should listen there, open the port in the firewall, or correct the host and port in"
            + " the profile. The command tries to connect.",
    commands = "nc -vz -w 5 {host} {port}")
@Remedy(
    on = {
      Signal.CONNECTION_RESET,
      Signal.CONNECTION_CLOSED,
      Signal.PEER_SILENT,
      Signal.WRONG_PROTOCOL,
      Signal.HTTP_MALFORMED
    },
    text =
        "Find out what listens there: another program, a proxy that has nothing behind it, or a server"
            + " that expects TLS or plain text. The command tries to connect.",
    commands = "nc -vz -w 5 {host} {port}")
@Remedy(
    on = {Signal.TLS_REFUSED, Signal.TLS_REQUIRED, Signal.TLS_FAILED},
    text =
        "Make both sides agree on TLS: use https in the profile where the server speaks TLS, else http."
            + " The command shows what the server answers to a TLS handshake.",
    commands = "openssl s_client -connect {host}:{port} -servername {host} </dev/null")
@Remedy(
    on = Signal.TLS_CLIENT_UNUSABLE,
    text =
        "Declare a client certificate that is valid now, and its own key without a passphrase, in"
            + " `client-certificate` and `client-key`. The command writes a key without its"
            + " passphrase into a file of its own.",
    commands = "openssl pkey -in {KEY_FILE?the encrypted key} -out {NEW_FILE?the file to write}")
@Remedy(
    on = Signal.TLS_CLIENT_REFUSED,
    text =
        "Declare in `client-certificate` and `client-key` what an authority of the server has issued for"
            + " this client; a server that names another user wants that name in the certificate. The"
            + " command shows whose certificates the server accepts.",
    commands = "openssl s_client -connect {host}:{port} -servername {host} </dev/null")
@Remedy(
    on = Signal.TLS_UNTRUSTED,
    text =
        "Make the server send its whole chain: its own certificate, then every intermediate one. Name an"
            + " authority of your own in `ca` of the profile. The command shows the chain.",
    commands = "openssl s_client -connect {host}:{port} -servername {host} -showcerts </dev/null")
@Remedy(
    on = {Signal.TLS_WRONG_HOST, Signal.TLS_EXPIRED, Signal.TLS_NOT_YET_VALID},
    text =
        "Install a certificate that names this host and is valid now; if the dates look right, check the"
            + " clock of this machine. The command shows the certificate.",
    commands =
        "openssl s_client -connect {host}:{port} -servername {host} </dev/null 2>/dev/null"
            + " | openssl x509 -noout -subject -issuer -dates -ext subjectAltName")
@Remedy(
    on = Signal.SECRET_NOT_FOUND,
    redeploys = true,
    text =
        "Correct the id, version or project of the secret in the profile, or create the secret. The"
            + " command creates it with its first version; nobody may read a new secret before it is"
            + " granted.",
    commands =
        "printf %s {value} | gcloud secrets create {id} --data-file=-"
            + " --replication-policy=automatic --project={project}")
@Remedy(
    on = Signal.SECRET_DISABLED,
    redeploys = true,
    text =
        "Enable the version of the secret, or add a new one. The command enables it, and cancels its"
            + " destruction if one is scheduled: first find out why it was disabled.",
    commands = "gcloud secrets versions enable {version} --secret={id} --project={project}")
@Remedy(
    on = Signal.SECRET_DESTROYED,
    redeploys = true,
    text =
        "Add a new version of the secret; a destroyed one cannot come back. The command adds it.",
    commands =
        "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}")
@Remedy(
    on = Signal.SECRET_UNCLEAN,
    text =
        "Store the secret of the header again without the stray characters: a header cannot carry a line"
            + " break.")
@Remedy(
    on = {Signal.HTTP_APP_ERROR, Signal.HTTP_CONTAINER_FAULT, Signal.HTTP_FRONT_NO_INSTANCE},
    text =
        "Find the error in the log of the service. The command shows the errors of the last hour.",
    commands =
        "gcloud logging read 'resource.type=\"cloud_run_revision\""
            + " resource.labels.service_name=\"{service:filter}\" severity>=ERROR'"
            + " --project={project} --freshness=1h --limit=20")
@Remedy(
    on = Signal.HTTP_APP_DENIED,
    text =
        "Declare the headers or the token that the application demands, or correct the secret that holds"
            + " the token. The command shows the answer without them.",
    commands = "curl -sSi --max-time 10 {url}")
@Remedy(
    on = {Signal.HTTP_APP_NOT_FOUND, Signal.HTTP_UNEXPECTED_STATUS},
    text =
        "Deploy the commit that has this route, or correct the path or status in the profile. The command"
            + " shows the answer.",
    commands = "curl -sSi --max-time 10 {url}")
@Remedy(
    on = {Signal.HTTP_TOO_SLOW, Signal.HTTP_TOO_LARGE},
    text =
        "Make the service answer within the limit, or raise the limit in the profile or pack. The command"
            + " shows how long the answer takes and how large it is.",
    commands =
        "curl -sS --max-time 30 -o /dev/null -w '%{time_total} s, %{size_download} bytes\\n' {url}")
@Remedy(
    on = Signal.HTTP_FRONT_NOT_FOUND,
    text =
        "Find out why the request does not reach the service: its ingress is closed, or the path is"
            + " reserved (paths that end with z are). The command shows its ingress; update with"
            + " --ingress=all opens it to the whole internet, which no internal service wants.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='yaml(metadata.annotations)'")
@Remedy(
    on = Signal.HTTP_FRONT_DENIED,
    text =
        "Declare id-token: true for the service, so that the probe sends the ID token that its callers"
            + " send; behind Identity-Aware Proxy, the audience is its OAuth client. The command lets the"
            + " account that calls the service invoke it.",
    commands =
        "gcloud run services add-iam-policy-binding {service} --region={region}"
            + " --project={project} --member={CALLER?account that calls it, such as"
            + " serviceAccount:ci@acme.iam.gserviceaccount.com} --role=roles/run.invoker")
@Remedy(
    on = Signal.HTTP_FRONT_NO_ROUTE,
    text =
        "Add the path to the routes of what stands before the service (URL map, ingress, OpenAPI document"
            + " of the gateway, rewrites of the hosting), or correct the url or the path in the profile. The"
            + " command shows who answers.",
    commands = "curl -sSi --max-time 10 {url}")
@Remedy(
    on = Signal.HTTP_GATEWAY_DENIED,
    text =
        "Declare the headers that the callers of the gateway send (headers of its endpoints, as secrets.NAME),"
            + " or give the url of the service behind it. The command shows the refusal.",
    commands = "curl -sSi --max-time 10 {url}")
@Remedy(
    on = Signal.HTTP_FIREWALL_DENIED,
    text =
        "Look in the log of the firewall which rule refused the request. If it refuses machines like this"
            + " one on purpose, let this address pass, or declare the headers that the rule asks for"
            + " (headers of the service). The command shows the requests that Cloud Armor denied in the last"
            + " hour.",
    commands =
        "gcloud logging read 'resource.type=\"http_load_balancer\""
            + " jsonPayload.enforcedSecurityPolicy.outcome=\"DENY\"' --project={project}"
            + " --freshness=1h --limit=20")
@Remedy(
    on = Signal.HTTP_NOT_PUBLIC,
    text =
        "The profile declares the service public. If that is right, the command lets everyone on the"
            + " internet (allUsers) invoke it; if not, remove public: true from the profile.",
    commands =
        "gcloud run services add-iam-policy-binding {service} --region={region}"
            + " --project={project} --member=allUsers --role=roles/run.invoker")
@Remedy(
    on = Signal.HTTP_TOKEN_UNFIT,
    text =
        "Declare the audience that the service accepts (id-token: { audience: … }): its run.app URL, not"
            + " a domain that leads to it, or one of its custom audiences; behind Identity-Aware Proxy, its"
            + " OAuth client. The first command shows its URL and custom audiences. The second makes it"
            + " accept the declared audience as well.",
    commands = {
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='yaml(status.url,metadata.annotations)'",
      "gcloud run services update {service} --region={region} --project={project}"
          + " --add-custom-audiences={audience}"
    })
@Remedy(
    on = Signal.HTTP_INVOKER_DENIED,
    text =
        "Let the account of the caller invoke the service: the command gives it that role. It takes up to"
            + " two minutes to have effect.",
    commands =
        "gcloud run services add-iam-policy-binding {service} --region={region}"
            + " --project={project} --member={caller} --role=roles/run.invoker")
@Remedy(
    on = Signal.HTTP_FRONT_THROTTLED,
    text =
        "Allow more instances. The first command shows the limit; the second raises it, and each instance"
            + " opens its own connections to the database.",
    commands = {
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(spec.template.metadata.annotations)'",
      "gcloud run services update {service} --region={region} --project={project}"
          + " --max-instances={MAX_INSTANCES?more than the limit}"
    })
@Remedy(
    on = Signal.HTTP_FRONT_UNAVAILABLE,
    text = "Find out why no revision is ready to serve. Both commands only look.",
    commands = {
      "gcloud run services describe {service} --region={region} --project={project}",
      "gcloud run revisions list --service={service} --region={region} --project={project}"
    })
@Remedy(
    on = Signal.HTTP_LOAD_BALANCER_ERROR,
    text = "Repair the backends of the load balancer. The command shows them.",
    commands = "gcloud compute backend-services list --project={project}")
@Remedy(
    on = {Signal.HTTP_PROXY_NO_BACKEND, Signal.HTTP_PROXY_TIMEOUT},
    text =
        "Start the application, or correct the address at which the proxy looks for it; the log of the"
            + " proxy names that address. The command shows the page of the proxy.",
    commands = "curl -sSi --max-time 10 {url}")
@Remedy(
    on = Signal.HTTP_PROXY_TOO_LARGE,
    text =
        "Raise the limit of the proxy, such as client_max_body_size of nginx or LimitRequestBody of"
            + " Apache, or send less. The command shows the page of the proxy.",
    commands = "curl -sSi --max-time 10 {url}")
@Remedy(
    on = Signal.WS_NOT_UPGRADED,
    text =
        "Check that the route is a WebSocket, and that nothing on the way speaks HTTP/2 to the container."
            + " The command makes Cloud Run speak HTTP/1.1 to it, which breaks gRPC of the same service.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --no-use-http2")
public final class CommonRemedies {

  private static final List<Remedy> COMMON =
      List.of(CommonRemedies.class.getAnnotationsByType(Remedy.class));

  private CommonRemedies() {}

  /** Its commands for documentation; those that hang on what was found stand in the report. */
  public static List<String> commands(Remedy remedy) {
    return Arrays.stream(remedy.commands())
        .map(it ->
            it.matches("\\{[a-z-]+}")
                ? "# the report spells the commands out"
                : Command.of(it).template())
        .distinct()
        .toList();
  }

  /** A check's own remedies, then the common ones for signals that it declares and leaves open. */
  public static List<Remedy> of(CheckDefinition check) {
    List<Remedy> own = List.of(check.type().getAnnotationsByType(Remedy.class));
    return Stream.concat(own.stream(), COMMON.stream().filter(it -> !signals(check, it).isEmpty()))
        .toList();
  }

  /**
   * The signals that a remedy is for at this check, in their order; those without, for the rest.
   */
  public static List<Signal> signals(CheckDefinition check, Remedy remedy) {
    List<Signal> named = List.of(remedy.on());
    if (!COMMON.contains(remedy)) {
      return named;
    }
    List<Signal> answered =
        Arrays.stream(check.type().getAnnotationsByType(Remedy.class))
            .flatMap(it -> Arrays.stream(it.on()))
            .toList();
    return named.stream()
        .filter(it -> check.looksAt().contains(it) && !answered.contains(it))
        .toList();
  }

  /** The one for a signal, whatever check saw it. */
  public static Optional<Remedy> of(Signal signal) {
    return COMMON.stream().filter(it -> List.of(it.on()).contains(signal)).findFirst();
  }

  /** Those that many checks share: a remedy without signals of its own check never answers them. */
  public static List<Signal> shared() {
    return COMMON.stream().flatMap(it -> Arrays.stream(it.on())).toList();
  }
}
