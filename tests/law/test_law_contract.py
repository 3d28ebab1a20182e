"""Every legal order that ships passes the contract that a contributor's must pass."""

from poltech.law import jurisdiction
from poltech.law.testing import jurisdiction_contract

TestEuropeanUnion = jurisdiction_contract(jurisdiction("EU"))
TestFrance = jurisdiction_contract(jurisdiction("FR"))
