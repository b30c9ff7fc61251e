package dev.postern.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stopScheduler                        | /scheduler                    |                              | stop
            get-scheduler-stop                   | /scheduler/stop               |                              | stop
            shutdown                             | /shutdown                     |                              | shutdown
            x                                    | /actuator/shutdown            |                              | shutdown
            x                                    | /jobs/{id}/run                |                              | run
            x                                    | /users/{id}/delete            |                              | delete
            x                                    | /auth/logout                  |                              | logout
            x                                    | /auth/log-out                 |                              | log out
            x                                    | /user/signOut                 |                              | sign out
            x                                    | /oauth/revoke                 |                              | revoke
            x                                    | /newsletter/unsubscribe/{id}  |                              | unsubscribe
            x                                    | /email/confirm                |                              | confirm
            x                                    | /api/deleteUser               |                              | delete
            x                                    | /reset-password               |                              | reset
            x                                    | /cache/clear                  |                              | clear
            x                                    | /cron/doRun                   |                              | run
            JobsController_stop                  | /jobs/{id}/now                |                              | stop
            UsersController.deleteUser           | /u/{id}                       |                              | delete
            stop_scheduler_scheduler_x_get       | /scheduler/x                  |                              | stop
            jobs_user_delete                     | /x                            |                              | delete
            x                                    | /jobs/{id}/now                | Stops the job                | stops
            x                                    | /jobs/{id}/now                | Stop a job                   | stop
            x                                    | /jobs/{id}/now                | Pauses all deliveries        | pauses
            x                                    | /jobs/{id}/now                | Delete everything            | delete
            x                                    | /session                      | Logs the caller in           |
            listStops                            | /stops/{id}                   | Stops near a place           |
            listRuns                             | /jobs/{id}/runs               | Runs of a job                |
            x                                    | /jobs/{id}/last-run           |                              |
            x                                    | /deleted-items                | Deleted items                |
            x                                    | /status/stopped               |                              |
            x                                    | /running                      |                              |
            listConfirmations                    | /confirmations                |                              |
            x                                    | /settings/notifications       |                              |
            x                                    | /addresses                    | Addresses of the caller      |
            getApplications                      | /applications                 |                              |
            x                                    | /updates                      |                              |
            x                                    | /startups                     | Start-ups of the region      |
            x                                    | /orders/{deleteMe}            |                              |
            x                                    | /sender                       |                              |
            x                                    | /runner/status                |                              |
            getLogoutUrl                         | /sso/url                      |                              |
            x                                    | /blocks/{height}              | Blocks of the chain          |
            x                                    | /locks                        | Locks held now               |
            read_items_items__get                | /items/                       | Read Items                   |
            """)
    void an_operation_that_says_that_it_acts_is_told_from_one_that_lists(
            String id, String path, String summary, String word) {
        assertThat(ActionName.of(id, path, summary == null ? "" : summary).orElse(null))
                .isEqualTo(word);
    }
}
