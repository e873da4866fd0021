-- One row that the readiness check writes, to know that an edit could be stored.
CREATE TABLE health (
    id          INT                         NOT NULL,
    checked_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT health_pk PRIMARY KEY (id)
);
