Words {
    font: Theme.typeSmall
    color: Theme.textSecondary
}
