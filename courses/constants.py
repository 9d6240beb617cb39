"""What the courses app is set to; the same in every environment."""

# Who signs a certificate. Frozen into each one when it is issued.
ISSUER = "运单学院"
ISSUER_EN = "Waybill Academy"

# The paper's title where the course names none of its own.
CERTIFICATE_TITLE = "结业证书"
CERTIFICATE_TITLE_EN = "Certificate of Completion"

# The template of new certificates: courses/certificates/<version>.typ.
# A released file is never edited; a new look is a new version.
CERTIFICATE_TEMPLATE = "v1"

# How many certificates the clock sets per run: each takes well under 100 ms.
RENDER_BATCH = 200
