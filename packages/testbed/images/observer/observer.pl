#!/usr/bin/perl
# Stands in for the observer service: writes a tick a second into its database, and says over HTTP whether it can.
use strict;
use warnings;
use IO::Socket::INET;

my $FRESH_SECONDS = 5;
my $state = '/tmp/last-tick';

$ENV{PGHOST} = $ENV{DB_HOST} // 'postgres';
$ENV{PGPORT} = $ENV{DB_PORT} // 5432;
$ENV{PGDATABASE} = $ENV{DB_NAME} // 'observer';
$ENV{PGUSER} = $ENV{DB_USER} // '';
$ENV{PGPASSWORD} = $ENV{DB_PASSWORD} // '';
$ENV{PGCONNECT_TIMEOUT} = 3;

$SIG{TERM} = $SIG{INT} = sub { kill 'KILL', -getpgrp(); exit 0 };
$SIG{CHLD} = 'IGNORE';
# A psql that is refused ends before it has read anything.
$SIG{PIPE} = 'IGNORE';
setpgrp;

my $TICK = <<'SQL';
CREATE TABLE IF NOT EXISTS scalp_ticks (
  id bigserial PRIMARY KEY, seen timestamptz NOT NULL DEFAULT now(), symbol text NOT NULL, price numeric NOT NULL);
INSERT INTO scalp_ticks (symbol, price) VALUES ('005930', round((70000 + random() * 1000)::numeric, 0));
SQL

if (!fork) {
    # A connection a tick: so it shows at once whether the password is still the right one.
    local $SIG{CHLD} = 'DEFAULT';
    while (1) {
        open my $psql, '|-', 'psql', '-qX', '-v', 'ON_ERROR_STOP=1' or die "psql: $!";
        print $psql "SET client_min_messages = warning;\n$TICK";
        if (close $psql) {
            open my $file, '>', $state or die "$state: $!";
            close $file;
        }
        sleep 1;
    }
}

my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 16, ReuseAddr => 1) or die "port 8000: $!";
while (my $client = $server->accept) {
    while (my $line = <$client>) { last if $line =~ /^\r?$/ }
    my @stat = stat $state;
    my $well = @stat && time - $stat[9] < $FRESH_SECONDS;
    my $body = $well ? "connected\n" : "no connection to the database\n";
    printf $client "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
        $well ? '200 OK' : '503 Service Unavailable', length $body, $body;
    close $client;
}
