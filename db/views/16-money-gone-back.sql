-- Money that fits no order and has gone back, or that somebody says has gone back while a second person has not decided.
CREATE VIEW money_gone_back AS
SELECT u.id AS unallocated_id, u.gateway, u.provider_ref FROM unallocated u
WHERE u.state = 'returned' OR (u.state = 'open' AND EXISTS (SELECT 1 FROM human_ends e WHERE e.subject = u.id AND e.kind = 'returned' AND e.state = 'open'));
