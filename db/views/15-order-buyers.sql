-- Whose order it is, among those who have an account: by the account, or by the e-mail or telephone it was ordered with.
CREATE VIEW order_buyers AS
SELECT o.id AS order_id, u.id AS user_id FROM orders o JOIN billing_profiles b ON b.id = o.billing_profile_id
JOIN users u ON u.id = o.user_id OR u.id = b.user_id OR u.email = o.contact_email OR u.phone = o.contact_phone;
