package dev.trestle.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.db.Database;
import dev.trestle.db.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises P14 and P15: links and seats work as granted, as long as granted, and not a moment longer. */
final class LinksTest {
    @TempDir
    Path folder;

    private Database database;
    private Bench bench;
    private Links links;
    private String session;

    @BeforeEach
    void open() {
        database = Database.h2(folder);
        bench = new Bench(database);
        links = new Links(bench.sessions, bench.members, bench.rooms(), bench.clock());
        session = bench.session();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Links.Seat join(String token) {
        return links.join(token, "Ana", null).orElseThrow();
    }

    @Test
    void aTokenSeatsItsHolderInItsRole() {
        Links.Seat seat = join(links.create(session, Role.CANDIDATE, "for Ana").token());
        assertEquals("candidate", seat.member().role());
        assertEquals("Ana", seat.member().name());
        assertEquals(
                seat.member().id(),
                links.member(seat.cookie(), session).orElseThrow().id());
        assertEquals(
                List.of(session),
                links.sessions(seat.cookie(), 10).stream().map(s -> s.id()).toList());
    }

    @Test
    void anUnknownAnEndedAndAnOldTokenLookAlike() {
        Links.Invitation ended = links.create(session, Role.CANDIDATE, "");
        Links.Invitation old = links.create(session, Role.CANDIDATE, "");
        assertTrue(links.revoke(session, ended.link().id()));
        assertFalse(links.revoke(session, ended.link().id()));
        assertEquals(Optional.empty(), links.join(ended.token(), "Eve", null));
        assertEquals(Optional.empty(), links.join("x".repeat(43), "Eve", null));
        assertEquals(Optional.empty(), links.join("x".repeat(5000), "Eve", null));
        assertEquals(Optional.empty(), links.join(null, "Eve", null));
        bench.pass(Duration.ofDays(7));
        assertEquals(Optional.empty(), links.join(old.token(), "Eve", null));
    }

    @Test
    void aCookieOpensOnlyItsOwnSessions() {
        String other = bench.session();
        Links.Seat seat = join(links.create(session, Role.CANDIDATE, "").token());
        assertEquals(Optional.empty(), links.member(seat.cookie(), other));
        assertEquals(Optional.empty(), links.member(null, session));
        assertEquals(Optional.empty(), links.member("", session));
        assertEquals(Optional.empty(), links.member(seat.member().cookieSha256(), session));
    }

    @Test
    void oneBrowserKeepsOneCookieForManySessions() {
        String other = bench.session();
        Links.Seat host = links.host(session, "Ana", null);
        Links.Seat guest = links.join(links.create(other, Role.OBSERVER, "").token(), "Ana", host.cookie())
                .orElseThrow();
        assertEquals(host.cookie(), guest.cookie());
        assertEquals(2, links.sessions(host.cookie(), 10).size());
    }

    @Test
    void aCookieThatWasNeverGivenOutIsNotTakenOver() {
        Links.Seat seat = links.host(session, "Ana", "chosen-by-somebody-else");
        assertNotEquals("chosen-by-somebody-else", seat.cookie());
        assertEquals(43, seat.cookie().length());
    }

    @Test
    void otherRightsBringAnotherCookie() {
        Links.Seat observer = join(links.create(session, Role.OBSERVER, "").token());
        Links.Seat candidate = links.join(
                        links.create(session, Role.CANDIDATE, "").token(), "Ana", observer.cookie())
                .orElseThrow();
        assertEquals("candidate", candidate.member().role());
        assertEquals(observer.member().id(), candidate.member().id());
        assertNotEquals(observer.cookie(), candidate.cookie());
        assertEquals(Optional.empty(), links.member(observer.cookie(), session));
    }

    @Test
    void whoTriesTheLinkThatTheyHandOutKeepsTheirRole() {
        Links.Seat host = links.host(session, "Ana", null);
        Links.Seat same = links.join(links.create(session, Role.OBSERVER, "").token(), "Ana", host.cookie())
                .orElseThrow();
        assertEquals("host", same.member().role());
        assertEquals(host.cookie(), same.cookie());
    }

    @Test
    void revokingALinkClosesTheSocketsOfItsGuestsAtOnce() {
        Links.Invitation invitation = links.create(session, Role.CANDIDATE, "");
        Links.Seat guest = join(invitation.token());
        FakeBrowser ana = bench.browser(session, Role.HOST).quiet();
        FakeBrowser ben = new FakeBrowser(bench, guest.member());
        ben.connect();
        ben.quiet();
        links.revoke(session, invitation.link().id());
        bench.settle();
        assertEquals(4403, ben.closedWith);
        assertEquals(0, ana.closedWith);
        assertEquals(Optional.empty(), links.member(guest.cookie(), session));
    }

    @Test
    void revokingALinkCutsATabThatWasOpenedByAnOlderLinkOfTheSameMember() {
        Links.Invitation older = links.create(session, Role.OBSERVER, "");
        Links.Invitation newer = links.create(session, Role.CANDIDATE, "");
        Links.Seat first = join(older.token());
        FakeBrowser tab = new FakeBrowser(bench, first.member());
        tab.connect();
        tab.quiet();
        Member moved = links.join(newer.token(), "Ana", first.cookie())
                .map(Links.Seat::member)
                .orElseThrow();
        assertEquals(first.member().id(), moved.id());
        assertEquals(newer.link().id(), moved.linkId());
        links.revoke(session, older.link().id());
        bench.settle();
        assertEquals(0, tab.closedWith);
        links.revoke(session, newer.link().id());
        bench.settle();
        assertEquals(4403, tab.closedWith);
    }

    @Test
    void aSocketThatHadNotSaidHelloWhenItsLinkWasRevokedStaysOutside() {
        Links.Invitation invitation = links.create(session, Role.CANDIDATE, "");
        Member guest = join(invitation.token()).member();
        links.revoke(session, invitation.link().id());
        FakeBrowser late = new FakeBrowser(bench, guest);
        late.connect();
        late.quiet();
        assertEquals(4403, late.closedWith);
        assertEquals(List.of(), late.frames);
    }

    @Test
    void aGuestsSeatEndsWhenItIsNotUsedAndTheHostsDoesNot() {
        Links.Seat host = links.host(session, "Ana", null);
        Links.Seat guest = join(links.create(session, Role.CANDIDATE, "").token());
        bench.pass(Duration.ofHours(11));
        assertTrue(links.member(guest.cookie(), session).isPresent());
        bench.pass(Duration.ofHours(11));
        assertTrue(links.member(guest.cookie(), session).isPresent());
        bench.pass(Duration.ofHours(13));
        assertEquals(Optional.empty(), links.member(guest.cookie(), session));
        bench.pass(Duration.ofDays(100));
        assertTrue(links.member(host.cookie(), session).isPresent());
    }

    @Test
    void aNamelessGuestGetsAName() {
        Links.Invitation invitation = links.create(session, Role.CANDIDATE, "");
        Member first = links.join(invitation.token(), "  ", null).orElseThrow().member();
        Member second = links.join(invitation.token(), null, null).orElseThrow().member();
        assertEquals("Guest 1", first.name());
        assertEquals("Guest 2", second.name());
        assertNotEquals(first.color(), second.color());
    }

    @Test
    void noSecretIsEverWrittenToTheDisk() throws Exception {
        Links.Invitation invitation = links.create(session, Role.CANDIDATE, "");
        Links.Seat guest = join(invitation.token());
        database.sync();
        Path copy = folder.resolve("copy");
        Files.copy(database.file().orElseThrow(), copy);
        String stored = new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1);
        assertTrue(stored.contains(guest.member().cookieSha256()), "the hash is how the cookie is known");
        assertFalse(stored.contains(invitation.token()));
        assertFalse(stored.contains(guest.cookie()));
    }
}
