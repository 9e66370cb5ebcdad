"""What ``%pip`` becomes in a cell."""


async def get_transformed_code(argv: list[str]) -> str:
    """Say in French that nothing can be installed."""
    return 'print("Ces carnets contiennent déjà tout ce qu\'il faut : aucun paquet ne peut être installé.")'
