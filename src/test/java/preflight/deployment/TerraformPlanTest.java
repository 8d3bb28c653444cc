package preflight.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.deployment.DeploymentRequest.ServiceRequest;

/** Plans in the JSON of {@code terraform show -json}, written with single quotes. */
class TerraformPlanTest {

  private static final String TEMPLATE =
      """
      {'containers':[{'name':null,'image':'r/app:2','command':null,'args':['serve'],
        'env':[{'name':'LOG','value':'info','value_source':[]},
               {'name':'URL','value_source':[]},
               {'name':'JWT','value':null,'value_source':[{'secret_key_ref':[{'secret':'projects/p/secrets/jwt','version':'3'}]}]},
               {'name':'NEW','value':null,'value_source':[{'secret_key_ref':[{'version':'latest'}]}]}],
        'ports':[{'container_port':9090,'name':''}],
        'resources':[{'cpu_idle':true,'limits':{'cpu':'2','memory':'1Gi'},'startup_cpu_boost':null}],
        'volume_mounts':[{'mount_path':'/tls','name':'keys'}]}],
       'volumes':[{'name':'keys','secret':[{'secret':'tls','items':[{'path':'cert','version':'1'}]}]}],
       'service_account':'run@acme','scaling':[{'max_instance_count':7,'min_instance_count':null}],
       'vpc_access':[{'connector':'','egress':'ALL_TRAFFIC','network_interfaces':[{'network':'vpc','subnetwork':'sub'}]}]}
      """;

  private static final String OPEN =
      """
      {'uri':true,'template':[{'containers':[{'env':[{'value_source':[]},{'value':true,'value_source':[]},
        {'value_source':[{'secret_key_ref':[{}]}]},{'value_source':[{'secret_key_ref':[{'secret':true}]}]}]}]}]}
      """;

  private static final String TEMPLATE_OPEN =
      OPEN.substring(OPEN.indexOf("'template':") + 11, OPEN.strip().length() - 1);

  @TempDir private Path folder;

  @Test
  void a_service_of_the_second_kind_is_read_and_what_is_not_known_stays_so() throws IOException {
    DeploymentReading reading =
        reading(
            change(
                "google_cloud_run_v2_service",
                "create",
                "{'name':'backend','project':'acme','location':'eu','traffic':[],'template':["
                    + TEMPLATE
                    + "]}",
                OPEN));

    assertThat(planned(reading))
        .isEqualTo(
            "[r/app:2 LOG=info URL=? JWT=<jwt:3> NEW=? port 9090 cpu 2 memory 1Gi with [serve]]"
                + " /tls/cert=tls:1 as run@acme max 7 in sub ALL_TRAFFIC");
    DeploymentRequest request = request(reading);
    assertThat(request.project()).contains("acme");
    assertThat(request.region()).contains("eu");
    assertThat(request.services().getFirst().serves()).isTrue();
    assertThat(reading.toString()).doesNotContain("info");
  }

  @Test
  void a_service_of_the_first_kind_has_the_fields_of_knative() throws IOException {
    DeploymentReading reading =
        reading(
            change(
                "google_cloud_run_service",
                "update",
                """
                {'name':'backend','location':'eu','project':'acme','traffic':[{'percent':0,'latest_revision':true,'tag':'next'},{'percent':100,'revision_name':'backend-1'}],
                 'template':[{'metadata':[{'annotations':{'autoscaling.knative.dev/maxScale':'3','run.googleapis.com/vpc-access-connector':'vpc','run.googleapis.com/vpc-access-egress':'private-ranges-only'}}],
                  'spec':[{'service_account_name':'run@acme','containers':[{'image':'r/app:1','name':'app','env':[
                    {'name':'A','value':'x','value_from':[]},{'name':'B','value':'','value_from':[{'secret_key_ref':[{'name':'b','key':'latest'}]}]}],
                    'ports':[{'container_port':8080}],'resources':[{'limits':{'cpu':'1'}}]}]}]}]}
                """,
                "{}"));

    assertThat(planned(reading))
        .isEqualTo(
            "[app: r/app:1 A=x B=<b:latest> port 8080 cpu 1] as run@acme max 3 via vpc PRIVATE_RANGES_ONLY");
    ServiceRequest service = request(reading).services().getFirst();
    assertThat(service.serves()).isFalse();
    assertThat(service.tag()).contains("next");
  }

  @Test
  void an_image_that_the_plan_does_not_know_and_a_template_of_which_it_knows_nothing()
      throws IOException {
    assertThat(
            planned(
                reading(
                    change(
                        "google_cloud_run_v2_service",
                        "update",
                        "{'name':'backend','template':[{'containers':[{'env':[]}]}]}",
                        "{'template':[{'containers':[{'image':true}]}]}"))))
        .isEqualTo("[?]");
    DeploymentRequest open =
        request(
            reading(
                change(
                    "google_cloud_run_v2_service",
                    "create",
                    "{'name':'backend','template':[{'containers':[{'image':'r/app:1'}]}]}",
                    "{'template':[{'containers':[{'env':true}]}]}")));
    assertThat(open.services())
        .extracting(ServiceRequest::change)
        .containsExactly(Optional.empty());
    assertThat(open.notes())
        .containsExactly("the template of backend is not known before the plan is applied");
  }

  @Test
  void the_tasks_of_a_job_have_a_template_within_that_of_its_executions() throws IOException {
    DeploymentReading reading =
        reading(
            change(
                "google_cloud_run_v2_job",
                "update",
                "{'name':'migrate','project':'acme','location':'eu','template':[{'parallelism':1,'task_count':1,'template':["
                    + TEMPLATE
                    + "]}]}",
                "{'template':[{'template':" + TEMPLATE_OPEN + "}]}"));

    assertThat(PlannedText.ofJob(reading, Optional.empty()))
        .isEqualTo(
            "[r/app:2 LOG=info URL=? JWT=<jwt:3> NEW=? port 9090 cpu 2 memory 1Gi with [serve]]"
                + " /tls/cert=tls:1 as run@acme max 7 in sub ALL_TRAFFIC");
    assertThat(request(reading).jobs())
        .extracting(it -> it.name().toString())
        .containsExactly("jobs.migrate");
  }

  @Test
  void what_stays_as_it_is_is_no_part_of_it_and_what_goes_is_noted() throws IOException {
    DeploymentRequest request =
        request(
            reading(
                change("google_cloud_run_v2_service", "no-op", "{'name':'backend'}", "{}"),
                "{'address':'data.x','mode':'data','type':'google_secret_manager_secret','change':{'actions':['delete'],'before':{'secret_id':'x'}}}",
                "{'address':'a','mode':'managed','type':'google_redis_instance','change':{'actions':['delete'],'before':{'name':'cache'}}}",
                "{'address':'b','mode':'managed','type':'google_secret_manager_secret','change':{'actions':['delete','create'],'before':{'secret_id':'jwt'},'after':{'secret_id':'jwt'}}}"));

    assertThat(request.services()).isEmpty();
    assertThat(request.notes())
        .containsExactly(
            "the plan deletes the Redis instance cache",
            "the plan deletes the secret jwt and makes it anew");
  }

  @Test
  void a_secret_is_created_where_it_gets_a_version() throws IOException {
    String plan =
        """
        {'format_version':'1.2','resource_changes':[
          {'address':'s','type':'google_secret_manager_secret','name':'with','index':'jwt','module_address':'module.app[0]','change':{'actions':['create'],'after':{'secret_id':'jwt'}}},
          {'address':'s','type':'google_secret_manager_secret','name':'with','index':'api','module_address':'module.app[0]','change':{'actions':['create'],'after':{'secret_id':'api'}}},
          {'address':'s','type':'google_secret_manager_secret','name':'without','module_address':'module.app[0]','change':{'actions':['create'],'after':{'secret_id':'empty'}}},
          {'address':'v','type':'google_secret_manager_secret_version','name':'value','index':'jwt','module_address':'module.app[0]','change':{'actions':['create'],'after':{},'after_unknown':{'secret':true}}},
          {'address':'w','type':'google_secret_manager_secret_version','name':'known','change':{'actions':['create'],'after':{'secret':'projects/p/secrets/old'}}}],
         'configuration':{'root_module':{'module_calls':{'app':{'module':{'resources':[
          {'type':'google_secret_manager_secret_version','name':'value','expressions':{'secret':{'references':['google_secret_manager_secret.with[each.key].id','google_secret_manager_secret.with']}}}]}}}}}}
        """;

    assertThat(request(read(plan)).createdSecrets()).containsExactlyInAnyOrder("jwt", "old");
  }

  @Test
  void a_state_and_a_plan_that_failed_are_refused_and_other_json_is_a_manifest()
      throws IOException {
    assertThat(planned(read("{'format_version':'1.0','values':{}}")))
        .isEqualTo("mistake: expected a plan of Terraform, found its state");
    assertThat(planned(read("{'format_version':'1.2','errored':true,'resource_changes':[]}")))
        .isEqualTo("mistake: the plan ended with an error, so that it is not whole");
    assertThat(
            planned(
                read(
                    "{'apiVersion':'serving.knative.dev/v1','kind':'Service','metadata':{'name':'backend'},"
                        + "'spec':{'template':{'spec':{'containers':[{'image':'r/app:1'}]}}}}")))
        .isEqualTo("[r/app:1]");
  }

  private static String change(String type, String action, String after, String unknown) {
    return "{'address':'%1$s.it','mode':'managed','type':'%1$s','name':'it','change':{'actions':['%2$s'],'after':%3$s,'after_unknown':%4$s,'after_sensitive':{}}}"
        .formatted(type, action, after, unknown);
  }

  private DeploymentReading reading(String... changes) throws IOException {
    return read(
        "{'format_version':'1.2','terraform_version':'1.9.0','resource_changes':["
            + String.join(",", List.of(changes))
            + "]}");
  }

  private DeploymentReading read(String json) throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, json.replace('\'', '"'));
    return new ManifestReader().read(file);
  }

  private static DeploymentRequest request(DeploymentReading reading) {
    assertThat(reading).isInstanceOf(DeploymentReading.Read.class);
    return ((DeploymentReading.Read) reading).request();
  }

  private static String planned(DeploymentReading reading) {
    return PlannedText.of(reading, "backend", Optional.empty());
  }
}
