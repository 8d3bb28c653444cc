package preflight.source.python.use;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.source.RouteAnswer;

class RoutesTest {

  private static final String FASTAPI =
      """
      from fastapi import FastAPI
      from api import router as api
      from api.users import router

      app = FastAPI(title="a")
      app.include_router(api, prefix="/api")
      app.include_router(router, prefix="/users", tags=["users"])

      @app.get("/health")
      async def health():
          return {}

      @app.websocket("/ws/{room}")
      async def ws(socket, room):
          pass

      @app.api_route("/both", methods=["GET", "POST"])
      def both():
          pass

      def added():
          pass

      app.add_api_route("/added", added, methods=["PUT"])
      ## api
      from fastapi import APIRouter
      from .agents import agents
      router = APIRouter(prefix="/v1")
      router.include_router(agents)
      ## api.agents
      from fastapi import APIRouter
      agents = APIRouter(prefix="/agents")

      @agents.post("/start")
      def start():
          pass
      ## api.users
      import fastapi
      router = fastapi.APIRouter()

      @router.get("")
      def users():
          pass

      @router.get("/{name}")
      def user(name):
          pass

      @router.get("/{name}/files/{file:path}")
      def files(name, file):
          pass
      """;

  private static final String FLASK =
      """
      from flask import Flask
      from views import shop
      app = Flask(__name__)
      app.register_blueprint(shop, url_prefix="/shop")

      @app.route("/")
      def index():
          pass

      @app.route("/items/<int:item>", methods=["POST"])
      def item(item):
          pass

      @app.post("/orders")
      def orders():
          pass
      ## views
      from flask import Blueprint
      shop = Blueprint("shop", __name__, url_prefix="/old")

      @shop.route("/list")
      def listing():
          pass
      """;

  private static final String DJANGO =
      """
      from django.urls import include, path, re_path
      import views
      urlpatterns = [
          path("health/", views.health),
          path("shop/", include("shop.urls")),
          re_path(r"^year/(?P<year>[0-9]{4})/$", views.year),
          path("admin/", admin.site.urls),
          path("api/", include(router.urls)),
      ]
      ## shop.urls
      from django.urls import path
      from . import views
      urlpatterns = [path("items/<int:item>/", views.item)]
      """;

  private static String answer(String source, String method, String path) {
    var routes =
        Routes.of(
            Sources.facts(source, RouteReader::read),
            new ModuleNames(Sources.facts(source, CallReader::read)),
            it -> it);
    return switch (routes.answers(method, path)) {
      case RouteAnswer.Yes(var place) -> "yes " + place.path();
      case RouteAnswer.OtherMethod(_, var methods) -> "other " + String.join(" ", methods);
      case RouteAnswer.No() -> "no";
      case RouteAnswer.CannotTell(var why) -> "cannot tell: " + why;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health, yes main",
    "HEAD, /health, yes main",
    "GET, /health/, yes main",
    "POST, /health, other GET",
    "GET, /helth, no",
    "WEBSOCKET, /ws/a, yes main",
    "GET, /ws/a, other WEBSOCKET",
    "POST, /both, yes main",
    "PUT, /added, yes main",
    "POST, /api/v1/agents/start, yes api.agents",
    "POST, /v1/agents/start, no",
    "POST, /api/agents/start, no",
    "GET, /users, yes api.users",
    "GET, /users/anna, yes api.users",
    "GET, /users/anna/more, no",
    "GET, /users/anna/files/a/b.txt, yes api.users",
  })
  void routersOfFastApiArePutTogether(String method, String path, String expected) {
    assertThat(answer(FASTAPI, method, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, yes main",
    "POST, /items/3, yes main",
    "GET, /items/3, other POST",
    "POST, /orders, yes main",
    "GET, /shop/list, yes views",
    "GET, /old/list, no",
    "GET, /list, no",
  })
  void blueprintsOfFlaskArePutTogether(String method, String path, String expected) {
    assertThat(answer(FLASK, method, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health/, yes main",
    "POST, /health/, yes main",
    "GET, /shop/items/3/, yes shop.urls",
    "GET, /items/3/, no",
    "GET, /year/2024/, yes main",
    "GET, /year/24/, no",
  })
  void patternsOfDjangoArePutTogether(String method, String path, String expected) {
    assertThat(answer(DJANGO, method, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/login/", "/api/things/"})
  void belowAnotherApplicationNobodyCanTell(String path) {
    assertThat(answer(DJANGO, "GET", path)).startsWith("cannot tell: another application");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.add_middleware(Thing)\n",
        "@app.middleware('http')\nasync def f(request, call_next):\n    pass\n",
        "app.include_router(make_router())\n",
        "@app.get(PREFIX + '/a')\ndef f():\n    pass\n",
        "other = FastAPI(root_path='/api')\n",
        "@unknown.get('/a')\ndef f():\n    pass\n",
        "class S:\n    app = FastAPI()\n",
      })
  void whatCannotBeFollowedIsNoCertainNo(String more) {
    String source = FASTAPI.replace("app = FastAPI(title=\"a\")\n", "app = FastAPI()\n" + more);
    assertThat(answer(source, "GET", "/nowhere")).startsWith("cannot tell: ");
    assertThat(answer(source, "GET", "/health")).isEqualTo("yes main");
  }

  @Test
  void aTreeWithoutKnownRoutesTellsNothing() {
    assertThat(answer("import http.server\n", "GET", "/")).startsWith("cannot tell: no route");
  }
}
