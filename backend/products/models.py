"""Product versions, and the products that were retired. A version never changes, so that an old loan keeps its terms."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, Document
from backend.products.terms import ProductTerms


class ProductVersion(Base):
    __tablename__ = "product_versions"

    product_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terms: Mapped[ProductTerms] = mapped_column(Document(ProductTerms))


class ProductRetirement(Base):
    """From `retired_on` on no new business is done with the product."""

    __tablename__ = "product_retirements"

    product_id: Mapped[str] = mapped_column(primary_key=True)
    retired_on: Mapped[date]
